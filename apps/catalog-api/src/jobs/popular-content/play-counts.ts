import { type EntityPlays } from './popular-content.js';

/** Adds up plays that arrive in parts. */
export class PlayCounts {
  private readonly playsOf = new Map<string, number>();

  add(some: readonly EntityPlays[]): void {
    for (const { id, plays } of some) this.playsOf.set(id, (this.playsOf.get(id) ?? 0) + plays);
  }

  /** All who can be among the first `places`, ties for the last one included; who wins a tie is decided by names. */
  contenders(places: number): EntityPlays[] {
    const all = [...this.playsOf].map(([id, plays]) => ({ id, plays })).sort((one, other) => other.plays - one.plays);
    const least = all[places - 1]?.plays ?? 0;
    return all.filter(({ plays }) => plays >= least);
  }
}
