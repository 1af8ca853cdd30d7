import Type, { type Static } from 'typebox';
import { Id } from './scalars.js';

/** There may be something to claim. Lost signals cost one polling interval, nothing else. */
export const WorkAvailable = Type.Object({});
export type WorkAvailable = Static<typeof WorkAvailable>;

/** Sessions of this user ended or its permissions changed: cached verdicts about it are void. */
export const SessionRevoked = Type.Object({ user_id: Type.Integer({ minimum: 1 }) });
export type SessionRevoked = Static<typeof SessionRevoked>;

/** Stop working on these items; the next heartbeat would say the same. */
export const ItemsCancelled = Type.Object({ item_ids: Type.Array(Id) });
export type ItemsCancelled = Static<typeof ItemsCancelled>;
