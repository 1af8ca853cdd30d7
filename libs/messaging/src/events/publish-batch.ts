import { type PubAck } from 'nats';
import { isTooLarge } from '../wire/payload-limit.js';
import { type LiveStream } from './live-stream.js';
import { type OutboxRow } from './outbox.repository.js';

export interface PublishedBatch {
  readonly acknowledged: readonly OutboxRow[];
  /** The highest sequence of the batch and the event that has it. */
  readonly last: { readonly sequence: number; readonly eventId: string } | undefined;
  /** Larger than this server takes: they stay where they are. */
  readonly tooLarge: readonly OutboxRow[];
  /** Why the batch was not acknowledged whole, if it was not. */
  readonly error: unknown;
}

/** Sends all rows in their order without waiting in between, then waits for every acknowledgement. */
export async function publishBatch(live: LiveStream, rows: readonly OutboxRow[]): Promise<PublishedBatch> {
  const results = await Promise.all(rows.map(async (row) => ({ row, result: await sent(live, row) })));
  const acknowledged: OutboxRow[] = [];
  const tooLarge: OutboxRow[] = [];
  let last: PublishedBatch['last'];
  let error: unknown;
  for (const { row, result } of results) {
    if (result.status === 'fulfilled') {
      acknowledged.push(row);
      if (result.value.seq > (last?.sequence ?? 0)) last = { sequence: result.value.seq, eventId: row.eventId };
    } else if (isTooLarge(result.reason)) tooLarge.push(row);
    else error ??= result.reason;
  }
  return { acknowledged, last, tooLarge, error };
}

async function sent(live: LiveStream, { subject, eventId, body }: OutboxRow): Promise<PromiseSettledResult<PubAck>> {
  const [result] = await Promise.allSettled([live.publish(subject, eventId, body)]);
  return result;
}
