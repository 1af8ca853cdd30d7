import { type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import {
  endOfPlay,
  type ReportedPlay,
  type StoredPlay,
  upsertPlay,
} from '../../storage/user/reported-play.repository.js';
import { type PlayListener } from './finished-play.js';

export interface RecordedPlay {
  readonly id: number;
  /** Whether the play has ended with this report. */
  readonly created: boolean;
}

/** Stores what a client reports of a play, again and again until it ends. */
export class RecordListening {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly onFinished: PlayListener,
  ) {}

  async execute({ user_id }: Session, play: ReportedPlay): Promise<RecordedPlay> {
    const { stored, created } = await this.store(user_id, play);
    if (created) {
      const { isCompleted, durationSeconds } = play;
      this.onFinished({ clientType: stored.clientType, isCompleted, durationSeconds });
    }
    return { id: stored.id, created };
  }

  private store(userId: number, play: ReportedPlay): Promise<{ stored: StoredPlay; created: boolean }> {
    return this.database.write(async (tx) => {
      const endedBefore = play.sessionId === null ? null : await endOfPlay(tx, userId, play.sessionId);
      const stored = await upsertPlay(tx, userId, play, this.clock.seconds());
      return { stored, created: endedBefore === null && stored.endedAt !== null };
    });
  }
}
