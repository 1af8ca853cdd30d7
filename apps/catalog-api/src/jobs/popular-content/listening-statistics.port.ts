import { type Days } from '../../utc-days.js';
import { type EntityPlays } from './popular-content.js';

/** What popular content needs to know about listening. */
export interface ListeningStatistics {
  /**
   * For every track with listening events of these dates the number of them (`id` is the track's), in pages of at most a
   * few thousand tracks. Tracks that have left the catalog may be among them.
   */
  playsPerTrack(window: Days): AsyncIterable<readonly EntityPlays[]>;
}
