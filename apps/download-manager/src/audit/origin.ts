import { currentCausationId } from '@pezzottify/messaging';
import { currentTraceparent } from '@pezzottify/observability';

/** What an event goes back to: the message that caused it, and the trace it belongs to. */
export interface Origin {
  readonly causationId?: string;
  readonly traceparent?: string;
}

/** Of the request or message being handled; to be kept where several of them are worked on together. */
export function currentOrigin(): Origin {
  const causationId = currentCausationId();
  const traceparent = currentTraceparent();
  return {
    ...(causationId === undefined ? {} : { causationId }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
