import { type Database } from '@pezzottify/persistence';
import { type ListeningStatistics } from '../../jobs/popular-content/listening-statistics.port.js';
import { type EntityPlays } from '../../jobs/popular-content/popular-content.js';
import { type Days } from '../../utc-days.js';

const PAGE = 2_000;
const PLAYS = `SELECT track_id AS id, count(*) AS plays FROM listening_events
  WHERE track_id > ?1 AND date BETWEEN ?2 AND ?3 GROUP BY track_id ORDER BY track_id LIMIT ${PAGE}`;

/** Counts listening events of user.db, a page of tracks at a time. */
export class SqliteListeningStatistics implements ListeningStatistics {
  constructor(private readonly database: Database) {}

  async *playsPerTrack({ firstDate, lastDate }: Days): AsyncGenerator<readonly EntityPlays[]> {
    let after = '';
    for (;;) {
      const page = await this.database.reads.all<EntityPlays>(PLAYS, [after, firstDate, lastDate]);
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      after = last.id;
    }
  }
}
