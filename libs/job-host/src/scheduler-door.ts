import { MAX_RUNS_PER_MESSAGE, type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus, PeerUnavailableError } from '@pezzottify/messaging';
import { GatheredCalls } from '@pezzottify/work-engine';

type Beat = RequestOf<'jobs.heartbeat-run'>;
type BeatReply = ReplyOf<'jobs.heartbeat-run'>;
type End = RequestOf<'jobs.finish-run'>;
type EndReply = ReplyOf<'jobs.finish-run'>;

const OPTIONS = { timeoutMs: 5_000 };

const GATHERING = {
  most: MAX_RUNS_PER_MESSAGE,
  weightOf: (told: object) => Buffer.byteLength(JSON.stringify(told)),
  // Half of what nats-server takes in one message as it is installed.
  mostWeight: 512 * 1024,
  // One that is refused must not keep the others from being heard; a scheduler that is away is not asked by each again.
  isTriedAlone: (error: unknown) => !(error instanceof PeerUnavailableError),
};

/** What a host tells the scheduler about its runs. A thousand of them may have something to say in the same moment. */
export class SchedulerDoor {
  private readonly beats: GatheredCalls<Beat, BeatReply>;
  private readonly ends: GatheredCalls<End, EndReply>;
  /** A scheduler of an earlier version hears of each run by itself. */
  private takesMany = false;

  constructor(private readonly bus: Pick<MessageBus, 'request'>) {
    const ask = bus.request.bind(bus);
    this.beats = new GatheredCalls<Beat, BeatReply>(
      async (round) => (await ask('jobs.heartbeat-runs', { beats: [...round()] }, OPTIONS)).replies,
      GATHERING,
    );
    this.ends = new GatheredCalls<End, EndReply>(
      async (round) => (await ask('jobs.finish-runs', { ends: [...round()] }, OPTIONS)).replies,
      GATHERING,
    );
  }

  /** As it says with every answer to an announcement. */
  heard({ takes_many }: Pick<ReplyOf<'jobs.announce'>, 'takes_many'>): void {
    this.takesMany = takes_many === true;
  }

  beat(beat: Beat): Promise<BeatReply> {
    return this.takesMany ? this.beats.execute(beat) : this.bus.request('jobs.heartbeat-run', beat, OPTIONS);
  }

  finish(end: End): Promise<EndReply> {
    return this.takesMany ? this.ends.execute(end) : this.bus.request('jobs.finish-run', end, OPTIONS);
  }
}
