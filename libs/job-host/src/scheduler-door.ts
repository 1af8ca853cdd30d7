import { type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { Gathered } from './gathered.js';

type Beat = RequestOf<'jobs.heartbeat-run'>;
type BeatReply = ReplyOf<'jobs.heartbeat-run'>;
type End = RequestOf<'jobs.finish-run'>;
type EndReply = ReplyOf<'jobs.finish-run'>;

const OPTIONS = { timeoutMs: 5_000 };

/** What a host tells the scheduler about its runs. A thousand of them may have something to say in the same moment. */
export class SchedulerDoor {
  private readonly beats: Gathered<Beat, BeatReply>;
  private readonly ends: Gathered<End, EndReply>;
  /** A scheduler of an earlier version hears of each run by itself. */
  private takesMany = false;

  constructor(private readonly bus: Pick<MessageBus, 'request'>) {
    const ask = bus.request.bind(bus);
    this.beats = new Gathered(
      async (beats) => (await ask('jobs.heartbeat-runs', { beats: [...beats] }, OPTIONS)).replies,
    );
    this.ends = new Gathered(async (ends) => (await ask('jobs.finish-runs', { ends: [...ends] }, OPTIONS)).replies);
  }

  /** As it says with every answer to an announcement. */
  heard({ takes_many }: Pick<ReplyOf<'jobs.announce'>, 'takes_many'>): void {
    this.takesMany = takes_many === true;
  }

  beat(beat: Beat): Promise<BeatReply> {
    return this.takesMany ? this.beats.ask(beat) : this.bus.request('jobs.heartbeat-run', beat, OPTIONS);
  }

  finish(end: End): Promise<EndReply> {
    return this.takesMany ? this.ends.ask(end) : this.bus.request('jobs.finish-run', end, OPTIONS);
  }
}
