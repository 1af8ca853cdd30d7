/** The list without what stands at these positions, counted from 0; positions where nothing stands are ignored. */
export function withoutPositions(tracks: readonly string[], positions: readonly number[]): string[] {
  const removed = new Set(positions);
  return tracks.filter((_track, position) => !removed.has(position));
}
