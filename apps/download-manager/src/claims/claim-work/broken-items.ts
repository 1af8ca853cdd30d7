import { ClaimedItem, EVENTS, ShapeInvalidError, validate } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type Effects, type OutgoingEvent } from '../../audit/effects.js';
import { findAllLeased } from '../../storage/attempts.repository.js';
import { endAttempt } from '../settle-work/end-attempt.js';

/** A claimed item as its worker is to see it, and what else the claim leaves behind. */
export interface Beginning {
  readonly item: ClaimedItem;
  readonly effects: Effects;
}

interface Broken extends Beginning {
  readonly problem: string;
}

/** Those that can be begun, and those that no worker can be given or nobody be told of. */
export function splitBroken(all: readonly Beginning[]): [begun: Beginning[], broken: Broken[]] {
  const begun: Beginning[] = [];
  const broken: Broken[] = [];
  for (const one of all) {
    const problem = problemOf(one);
    if (problem === null) begun.push(one);
    else broken.push({ ...one, problem });
  }
  return [begun, broken];
}

const problemOf = ({ item, effects }: Beginning): string | null =>
  refusal(() => validate('item', ClaimedItem, item)) ?? refusal(() => effects.events.forEach(checkEvent));

const checkEvent = ({ type, data }: OutgoingEvent): unknown => validate(type, EVENTS[type], data);

/** Why what is checked would be refused as a message; null if it would not. */
function refusal(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof ShapeInvalidError) return error.message;
    throw error;
  }
}

/**
 * Fails them. Without this their claim would be undone, or its answer never reach a worker, and they would be first in line
 * again: nobody's work would go on.
 */
export async function failBroken(tx: WriteTransaction, broken: readonly Broken[], now: number): Promise<Effects[]> {
  if (broken.length === 0) return [];
  const problems = new Map(broken.map(({ item, problem }) => [item.id, problem]));
  const claims = broken.map(({ item }) => ({ id: item.id, leaseToken: item.lease_token }));
  const left: Effects[] = [];
  for (const item of await findAllLeased(tx, claims)) {
    const failure = { errorType: 'unknown', message: `cannot be worked on: ${problems.get(item.id)}` } as const;
    left.push(tellable(await endAttempt(tx, item, { kind: 'failed', failure }, now)));
  }
  return left;
}

/** Without events that cannot be written. Whoever found nothing else to take is to ask again. */
const tellable = ({ events, notices, ...rest }: Effects): Effects => ({
  ...rest,
  events: events.filter((event) => refusal(() => checkEvent(event)) === null),
  notices: [...notices, { kind: 'work_available' }],
});
