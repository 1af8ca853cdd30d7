import Type, { type Static } from 'typebox';
import { SERVICES } from '../wire/words.js';
import { Id, OneOf } from '../messages/scalars.js';

export const StartupHook = Type.Object({ service: OneOf(SERVICES), version: Type.String() });
export type StartupHook = Static<typeof StartupHook>;

/** One per write transaction, however many entities it changed. */
export const CatalogChangeHook = Type.Object({ change_count: Type.Integer({ minimum: 1 }) });
export type CatalogChangeHook = Static<typeof CatalogChangeHook>;

export const UserCreatedHook = Type.Object({ user_id: Type.Integer({ minimum: 1 }), user_handle: Type.String() });
export type UserCreatedHook = Static<typeof UserCreatedHook>;

export const DownloadCompleteHook = Type.Object({ request_id: Id, album_id: Id });
export type DownloadCompleteHook = Static<typeof DownloadCompleteHook>;
