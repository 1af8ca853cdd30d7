import { type IncomingMessage } from 'node:http';
import { type ErrorCode } from '@pezzottify/contracts';

const codes = new WeakMap<IncomingMessage, ErrorCode>();

/** Remembers with which code a request was refused, for the metrics and the log at its end. */
export function noteErrorCode(request: IncomingMessage, code: ErrorCode): void {
  codes.set(request, code);
}

export function errorCodeOf(request: IncomingMessage): ErrorCode | undefined {
  return codes.get(request);
}
