export interface ChaosSettings {
  readonly albums: number;
  /** How long faults happen; then the system has to come to rest by itself. */
  readonly seconds: number;
  readonly seed: number;
}

/** What every run of the tests does: short, and the same each time as far as that is possible. */
const SHORT: ChaosSettings = { albums: 16, seconds: 20, seed: 1 };

/** CHAOS as `bench/chaos/chaos.mjs` sets it, for the long form. */
export const chaosSettings = (text = process.env.CHAOS): ChaosSettings =>
  text === undefined ? SHORT : { ...SHORT, ...(JSON.parse(text) as Partial<ChaosSettings>) };

/** People sign in ten times a minute at most, and keep no more than a hundred notifications each. */
export const peopleFor = (albums: number): number => Math.min(8, Math.max(3, Math.ceil(albums / 45)));
