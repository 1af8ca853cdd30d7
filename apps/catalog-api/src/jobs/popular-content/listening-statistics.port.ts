import { type EntityPlays } from './popular-content.js';

/** Dates as YYYYMMDD integers in UTC, both included. */
export interface DateWindow {
  firstDate: number;
  lastDate: number;
}

/** What popular content needs to know about listening. */
export interface ListeningStatistics {
  /**
   * For every track with listening events of these dates the number of them (`id` is the track's), in pages of at most a
   * few thousand tracks. Tracks that have left the catalog may be among them.
   */
  playsPerTrack(window: DateWindow): AsyncIterable<readonly EntityPlays[]>;
}
