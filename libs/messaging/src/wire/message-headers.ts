import { currentTraceparent, traceparentOrNew } from '@pezzottify/observability';
import { headers, type Msg, type MsgHdrs } from 'nats';
import { currentCausationId } from './causation.js';

const DEADLINE = 'Pezzottify-Deadline';
const MESSAGE_ID = 'Pezzottify-Message-Id';
const CAUSATION_ID = 'Pezzottify-Causation-Id';
const CALLER = 'Pezzottify-Caller';
const TRACEPARENT = 'traceparent';

export interface ReceivedHeaders {
  /** Unix milliseconds; nothing may be done for this message after it. Infinity when the sender set none. */
  readonly deadlineAt: number;
  readonly messageId: string | undefined;
  readonly causationId: string | undefined;
  readonly caller: string;
  readonly traceparent: string | undefined;
}

export function messageHeaders(message: { id: string; caller: string; deadlineAt?: number }): MsgHdrs {
  const causationId = currentCausationId();
  const result = headers();
  result.set(MESSAGE_ID, message.id);
  result.set(CALLER, message.caller);
  result.set(TRACEPARENT, traceparentOrNew(currentTraceparent()));
  if (causationId !== undefined) result.set(CAUSATION_ID, causationId);
  if (message.deadlineAt !== undefined) result.set(DEADLINE, String(message.deadlineAt));
  return result;
}

export function readHeaders({ headers: received }: Pick<Msg, 'headers'>): ReceivedHeaders {
  const text = (name: string): string | undefined => (received?.has(name) ? received.get(name) : undefined);
  const deadlineAt = Number(text(DEADLINE) ?? Number.NaN);
  return {
    deadlineAt: Number.isFinite(deadlineAt) ? deadlineAt : Number.POSITIVE_INFINITY,
    messageId: text(MESSAGE_ID),
    causationId: text(CAUSATION_ID),
    caller: text(CALLER) ?? 'unknown',
    traceparent: text(TRACEPARENT),
  };
}
