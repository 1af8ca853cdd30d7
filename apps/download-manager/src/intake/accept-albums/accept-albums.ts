import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type CodedError, type DownloadStatus } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { GatheredCalls } from '@pezzottify/work-engine';
import { effects, type Effects, from, together } from '../../audit/effects.js';
import { currentOrigin, type Origin } from '../../audit/origin.js';
import { acceptedBy } from '../../audit/transition-effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { positionsOf, positionsOfNewest } from '../../storage/positions.repository.js';
import { addParticipants } from '../../storage/participants.repository.js';
import { insertRequests, standingsAndAlbums } from '../../storage/requests.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { startOfDay } from '../limits/start-of-day.js';
import { type AcceptedCandidate, type Candidate, toCandidate } from './candidate.mapper.js';
import { IntakeLedger } from './intake-ledger.js';
import { judgeAlbums, type KnownComplete, type WantedAlbum } from './judge-albums.js';

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

interface Asked extends AcceptCommand {
  readonly origin: Origin;
}

interface Judged extends Asked {
  readonly candidates: readonly Candidate[];
}

type Positions = ReadonlyMap<string, number>;

/** Each may be for a whole part of a discography. */
const MOST_AT_ONCE = 32;
const PATIENCE_MS = 2;

/**
 * Judges and stores albums in one transaction, so that two requests at the same moment cannot both pass a limit or
 * create the same item. All statements are set-based, over the albums of a request and over the requests of one moment,
 * which are judged one after the other: many cost hardly more of them than one.
 */
@Injectable()
export class AcceptAlbums {
  private readonly calls = new GatheredCalls<Asked, Verdict[]>(
    (round) => this.database.write((tx) => this.accept(tx, round())),
    { most: MOST_AT_ONCE, patienceMs: PATIENCE_MS, isTriedAlone: () => true },
  );

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One verdict per album, in their order. */
  execute(command: AcceptCommand): Promise<Verdict[]> {
    return this.calls.execute({ ...command, origin: currentOrigin() });
  }

  private async accept(tx: WriteTransaction, asked: readonly Asked[]): Promise<Verdict[][]> {
    const now = this.clock.seconds();
    const judged = await this.judge(tx, asked, now);
    const accepted = judged.flatMap(({ candidates }) => candidates.filter(isAccepted));
    if (accepted.some(({ isNew }) => isNew)) this.journal.workIsComing();
    await this.store(tx, accepted, now);
    const positions = await positionsAmong(tx, accepted, now);
    await this.journal.record(tx, ...judged.map((one) => leftBehind(one, positions)));
    return judged.map(({ candidates }) => candidates.map((candidate) => toVerdict(candidate, positions)));
  }

  private async judge(tx: WriteTransaction, asked: readonly Asked[], now: number): Promise<Judged[]> {
    const { userMaxRequestsPerDay, userMaxQueueSize } = this.config.downloadManager;
    const limits = { maxPerDay: userMaxRequestsPerDay, maxQueue: userMaxQueueSize };
    const ledger = await ledgerFor(tx, asked, now);
    return asked.map((one) => {
      const { userId, albums, complete } = one;
      const grounds = { standing: ledger.standingOf(userId), active: ledger.activeAmong(albums, userId), complete };
      const candidates = judgeAlbums(albums, { ...grounds, limits, now }).map((verdict) =>
        toCandidate(verdict, userId),
      );
      candidates.filter(isAccepted).forEach((candidate) => ledger.accepted(candidate));
      return { ...one, candidates };
    });
  }

  private async store(tx: WriteTransaction, accepted: readonly AcceptedCandidate[], now: number): Promise<void> {
    const { maxRetries } = this.config.downloadManager;
    const added = accepted.filter(({ isNew }) => isNew).map(({ item, userId }) => ({ ...item, userId }));
    await insertRequests(tx, added, { now, maxRetries });
    const participants = accepted.map(({ item, userId }) => {
      const hasJoined = item.requestedByUserId !== userId;
      return { itemId: item.id, userId, hasJoined };
    });
    await addParticipants(tx, participants, now);
  }
}

const isAccepted = (candidate: Candidate): candidate is AcceptedCandidate => candidate.kind === 'accepted';

async function ledgerFor(tx: WriteTransaction, asked: readonly Asked[], now: number): Promise<IntakeLedger> {
  const userIds = [...new Set(asked.map(({ userId }) => userId))];
  const albumIds = asked.flatMap(({ albums }) => albums.map(({ id }) => id));
  const { standings, active } = await standingsAndAlbums(tx, userIds, albumIds, startOfDay(now));
  return new IntakeLedger(standings, active);
}

async function positionsAmong(
  tx: WriteTransaction,
  accepted: readonly AcceptedCandidate[],
  now: number,
): Promise<Positions> {
  const added = accepted.filter(({ isNew }) => isNew).map(({ item, userId }) => ({ id: item.id, userId }));
  const positions = await positionsOfNewest(tx, added, now);
  const joined = new Set(accepted.map(({ item }) => item.id).filter((id) => !positions.has(id)));
  return new Map([...positions, ...(await positionsOf(tx, [...joined], now))]);
}

function leftBehind({ userId, candidates, requestType, origin }: Judged, positions: Positions): Effects {
  const accepted = candidates.filter(isAccepted);
  const parts = accepted.map(({ item }) => acceptedBy(userId, { ...item, position: positions.get(item.id) ?? null }));
  const notices =
    accepted.length === 0 || requestType === null ? [] : [{ kind: 'user_requested', requestType } as const];
  return from(origin, together([...parts, effects({ notices })]));
}

const toVerdict = (candidate: Candidate, positions: Positions): Verdict => {
  if (candidate.kind === 'refused') return candidate;
  const { id, status } = candidate.item;
  return { kind: 'accepted', requestId: id, status, position: positions.get(id) ?? null };
};
