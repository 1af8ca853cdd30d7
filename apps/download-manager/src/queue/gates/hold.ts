/** Why nothing of a kind can be claimed at the moment, and until when at least (unix seconds; null = unknown). */
export interface Hold {
  readonly reason: 'free_space' | 'bandwidth_limit' | 'album_limit';
  readonly until: number | null;
}
