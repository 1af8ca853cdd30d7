import { type SkippedFile } from './library.js';
import { groupBy } from './collecting.js';
import { type DraftTrack } from './draft-track.js';

export interface PlacedTrack {
  draft: DraftTrack;
  disc: number;
  number: number;
  /** False when the number was given here and would be another one with other neighbours. */
  isTagged: boolean;
}

const naturalOrder = new Intl.Collator('en', { numeric: true });

/** As people count: `2 - b` before `10 - a`. */
export const byPath = (a: { path: string }, b: { path: string }): number =>
  naturalOrder.compare(a.path, b.path) || (a.path < b.path ? -1 : 1);

function byQuality(a: DraftTrack, b: DraftTrack): number {
  const lossless = Number(b.audio.isLossless) - Number(a.audio.isLossless);
  return lossless || b.audio.bitrate - a.audio.bitrate || byPath(a, b);
}

const sameSong = ({ disc, number, titleKey, path }: DraftTrack): string =>
  number === null ? `\n${path}` : `${disc}/${number}/${titleKey}`;

/** Of several copies of a song (one as MP3, one as FLAC) the best is served and the others are listed as skipped. */
export function withoutDuplicates(tracks: readonly DraftTrack[]): { kept: DraftTrack[]; skipped: SkippedFile[] } {
  const kept: DraftTrack[] = [];
  const skipped: SkippedFile[] = [];
  for (const copies of groupBy(tracks, sameSong).values()) {
    const [best, ...others] = copies.sort(byQuality);
    if (best) kept.push(best);
    const message = `is another copy of ${best?.path ?? ''}, which is served`;
    skipped.push(...others.map(({ path }): SkippedFile => ({ path, reason: 'duplicate', message })));
  }
  return { kept, skipped };
}

/** On one disc: tagged numbers count where they are free, everything else follows after them in the order of paths. */
function placeOnDisc(disc: number, tracks: readonly DraftTrack[]): PlacedTrack[] {
  const taken = new Set<number>();
  const placed: PlacedTrack[] = [];
  const waiting: DraftTrack[] = [];
  for (const draft of tracks) {
    const { number } = draft;
    if (number === null || taken.has(number)) waiting.push(draft);
    else {
      taken.add(number);
      placed.push({ draft, disc, number, isTagged: true });
    }
  }
  const last = Math.max(0, ...taken);
  placed.push(...waiting.map((draft, index) => ({ draft, disc, number: last + 1 + index, isTagged: false })));
  return placed.sort((a, b) => a.number - b.number);
}

/** Gives every track a place of its own, by disc and number. */
export function placeTracks(tracks: readonly DraftTrack[]): PlacedTrack[] {
  const discs = [...groupBy([...tracks].sort(byPath), ({ disc }) => disc)].sort(([a], [b]) => a - b);
  return discs.flatMap(([disc, onDisc]) => placeOnDisc(disc, onDisc));
}
