import { CodedError, ShapeInvalidError, validate } from '@pezzottify/contracts';
import Type, { type Static } from 'typebox';

/** What travels back: a value or the reason why there is none. Never a stack, never the text of an unexpected error. */
export const ReplyEnvelope = Type.Union([
  Type.Object({ ok: Type.Literal(true), body: Type.Unknown() }),
  Type.Object({ ok: Type.Literal(false), error: Type.Object({ code: Type.String(), message: Type.String() }) }),
]);
export type ReplyEnvelope = Static<typeof ReplyEnvelope>;

export const OVERLOADED = 'OVERLOADED';

export const success = (body: unknown): ReplyEnvelope => ({ ok: true, body });

export const failure = (code: string, message: string): ReplyEnvelope => ({ ok: false, error: { code, message } });

/** Only errors whose message is written for the other side keep it; the rest could carry SQL, paths or tokens. */
export function failureOf(error: unknown): ReplyEnvelope {
  if (error instanceof CodedError) return failure(error.code, error.message);
  if (error instanceof ShapeInvalidError) return failure(error.code, error.message);
  return failure('INTERNAL', 'the handler failed');
}

export const readEnvelope = (value: unknown): ReplyEnvelope => validate('reply envelope', ReplyEnvelope, value);
