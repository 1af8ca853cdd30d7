import Type, { type Static } from 'typebox';
import { DEVICE_TYPES } from '../wire/words.js';
import { Nullable, OneOf } from './scalars.js';

/** Who is calling, as catalog-api judged it. `permissions` are names, sorted by id. */
export const Session = Type.Object({
  user_id: Type.Integer({ minimum: 1 }),
  user_handle: Type.String(),
  device_id: Nullable(Type.Integer()),
  device_type: OneOf(DEVICE_TYPES),
  permissions: Type.Array(Type.String()),
});
export type Session = Static<typeof Session>;

/**
 * Asks whether a request may pass. `any_of` lists permissions of which one suffices; an empty list asks for a session only.
 * Admission through a grant with a countdown uses up one unit, therefore the answer says whether it may be reused.
 */
export const SessionAdmitRequest = Type.Object({
  tokens: Type.Array(Type.String({ maxLength: 1024 }), { maxItems: 2 }),
  any_of: Type.Array(Type.String(), { maxItems: 10 }),
});
export type SessionAdmitRequest = Static<typeof SessionAdmitRequest>;

export const SessionAdmitReply = Type.Union([
  Type.Object({ kind: Type.Literal('admitted'), session: Session, is_cacheable: Type.Boolean() }),
  Type.Object({ kind: Type.Literal('no_session') }),
  Type.Object({ kind: Type.Literal('forbidden'), session: Session }),
]);
export type SessionAdmitReply = Static<typeof SessionAdmitReply>;
