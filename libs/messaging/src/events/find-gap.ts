import { type Database } from '@pezzottify/persistence';
import { type LiveStream } from './live-stream.js';
import { checkpoints, type Checkpoint } from './outbox.repository.js';

/** Where publishing must begin again: rows from `fromOutboxId` on may be missing in the stream. */
export interface Gap {
  readonly fromOutboxId: number;
  readonly lastGoodCheckpointId: number;
  readonly reason: 'another_stream' | 'stream_lost_its_end';
}

/**
 * Compares what the stream acknowledged with what it holds. nats-server acknowledges before it syncs to disk, so after a
 * crash the end may be gone, and others may have written over it since: only the event at its sequence proves anything.
 */
export async function findGap(database: Database, live: LiveStream): Promise<Gap | undefined> {
  const known = await checkpoints(database.reads);
  const last = known.at(-1);
  if (last === undefined) return undefined;
  if (last.streamCreated !== live.createdAt)
    return { fromOutboxId: 0, lastGoodCheckpointId: 0, reason: 'another_stream' };
  const firstLost = await firstLostIndex(known, live);
  const lost = known.slice(firstLost);
  if (lost.length === 0) return undefined;
  return {
    // With no good checkpoint left nothing is known about the rows before the first: all that are kept may be missing.
    fromOutboxId: firstLost === 0 ? 0 : Math.min(...lost.map(({ firstOutboxId }) => firstOutboxId)),
    lastGoodCheckpointId: known[firstLost - 1]?.id ?? 0,
    reason: 'stream_lost_its_end',
  };
}

/** A stream loses its end, never its middle: all before the first lost checkpoint are good, all after it lost. */
async function firstLostIndex(known: readonly Checkpoint[], live: LiveStream): Promise<number> {
  const { first_seq: firstSequence } = (await live.info()).state;
  const isGood = async ({ sequence, eventId, streamCreated }: Checkpoint): Promise<boolean> => {
    if (streamCreated !== live.createdAt) return true;
    return sequence < firstSequence || (await live.eventIdAt(sequence)) === eventId;
  };
  const newest = known.at(-1);
  if (newest && (await isGood(newest))) return known.length;
  let [good, lost] = [-1, known.length - 1];
  while (lost - good > 1) {
    const middle = Math.floor((good + lost) / 2);
    const checkpoint = known[middle];
    if (checkpoint && (await isGood(checkpoint))) good = middle;
    else lost = middle;
  }
  return lost;
}
