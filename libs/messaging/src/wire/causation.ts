import { AsyncLocalStorage } from 'node:async_hooks';
import { runWithTrace, traceparentOrNew } from '@pezzottify/observability';

const storage = new AsyncLocalStorage<string | undefined>();

/** The id of the request, signal or event being handled: whatever is sent or recorded meanwhile was caused by it. */
export const currentCausationId = (): string | undefined => storage.getStore();

/** Runs the handler of a message in the message's trace, so that logs and further messages carry it on. */
export function asEffectOf<T>(
  message: { messageId: string | undefined; traceparent: string | undefined },
  work: () => T,
): T {
  return runWithTrace(traceparentOrNew(message.traceparent), () => storage.run(message.messageId, work));
}
