import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type CodedError, type DownloadStatus } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { effects, type Effects } from '../../audit/effects.js';
import { acceptedBy } from '../../audit/transition-effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { positionsOf } from '../../storage/positions.repository.js';
import { addParticipant } from '../../storage/participants.repository.js';
import { activeAlbums, insertRequests } from '../../storage/requests.repository.js';
import { standingOf } from '../../storage/standing.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { startOfDay } from '../limits/start-of-day.js';
import { type AcceptedCandidate, toCandidate } from './candidate.mapper.js';
import { judgeAlbums, type Judgement, type KnownComplete, type WantedAlbum } from './judge-albums.js';

export type RequestType = 'album' | 'discography';

export interface AcceptCommand {
  readonly userId: string;
  readonly albums: readonly WantedAlbum[];
  readonly complete: KnownComplete;
  /** Null for the further parts of one request. */
  readonly requestType: RequestType | null;
}

export type Verdict =
  | {
      readonly kind: 'accepted';
      readonly requestId: string;
      readonly status: DownloadStatus;
      readonly position: number | null;
    }
  | { readonly kind: 'refused'; readonly error: CodedError };

/**
 * Judges and stores albums in one transaction, so that two requests at the same moment cannot both pass a limit or
 * create the same item. All statements are set-based: five hundred albums cost hardly more of them than one.
 */
@Injectable()
export class AcceptAlbums {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One verdict per album, in their order. */
  execute(command: AcceptCommand): Promise<Verdict[]> {
    return this.database.write((tx) => this.accept(tx, command));
  }

  private async accept(tx: WriteTransaction, command: AcceptCommand): Promise<Verdict[]> {
    const now = this.clock.seconds();
    const judged = (await this.judge(tx, command, now)).map((judgement) => toCandidate(judgement, command.userId));
    const accepted = judged.filter((one) => one.kind === 'accepted');
    await this.store(tx, accepted, command.userId, now);
    const positions = await this.positions(tx, accepted, now);
    const positionOf = ({ item }: AcceptedCandidate): number | null => positions.get(item.id) ?? null;
    await this.journal.record(
      tx,
      ...accepted.map((one) => acceptedBy(command.userId, { ...one.item, position: positionOf(one) })),
      requested(command, accepted.length),
    );
    return judged.map((one) => (one.kind === 'refused' ? one : toVerdict(one, positionOf(one))));
  }

  private async positions(
    tx: WriteTransaction,
    accepted: readonly AcceptedCandidate[],
    now: number,
  ): Promise<ReadonlyMap<string, number>> {
    const idsOf = (wanted: boolean): string[] =>
      accepted.filter(({ isNew }) => isNew === wanted).map(({ item }) => item.id);
    const added = await positionsOf(tx, idsOf(true), now, { areNewest: true });
    return new Map([...added, ...(await positionsOf(tx, idsOf(false), now))]);
  }

  private async judge(tx: WriteTransaction, command: AcceptCommand, now: number): Promise<Judgement[]> {
    const { userId, albums, complete } = command;
    const { userMaxRequestsPerDay, userMaxQueueSize } = this.config.downloadManager;
    return judgeAlbums(albums, {
      standing: await standingOf(tx, userId, startOfDay(now)),
      limits: { maxPerDay: userMaxRequestsPerDay, maxQueue: userMaxQueueSize },
      active: await activeAlbums(
        tx,
        albums.map(({ id }) => id),
        userId,
      ),
      complete,
      now,
    });
  }

  private async store(
    tx: WriteTransaction,
    accepted: readonly AcceptedCandidate[],
    userId: string,
    now: number,
  ): Promise<void> {
    const { maxRetries } = this.config.downloadManager;
    const added = accepted.filter(({ isNew }) => isNew).map(({ item }) => item);
    const joined = accepted.filter(({ isNew }) => !isNew).map(({ item }) => item.id);
    await insertRequests(tx, added, { userId, now, maxRetries });
    await addParticipant(tx, joined, userId, now);
  }
}

const toVerdict = ({ item }: AcceptedCandidate, position: number | null): Verdict => ({
  kind: 'accepted',
  requestId: item.id,
  status: item.status,
  position,
});

const requested = ({ requestType }: AcceptCommand, acceptedCount: number): Effects =>
  effects({ notices: acceptedCount === 0 || requestType === null ? [] : [{ kind: 'user_requested', requestType }] });
