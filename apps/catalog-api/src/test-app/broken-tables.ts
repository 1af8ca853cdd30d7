import { type ListedRoute } from '@pezzottify/testing';

/** Renames a table, in the database of the catalog or of the users. */
export interface Breakage {
  readonly side: 'catalog' | 'database';
  readonly sql: string;
  /** Not even the session can be found: the handler is not reached. */
  readonly stopsSessions: boolean;
}

type Side = Breakage['side'];

const SESSIONS = 'auth_token';

/** The first that fits counts. What a handler reads, other than what every look at a session reads. */
const READ_BY: readonly (readonly [route: RegExp, side: Side, table: string])[] = [
  [/ \/v1\/auth\/login$/, 'database', 'user_password_credentials'],
  [/ \/v1\/content\/(?:stream|track)\b/, 'catalog', 'tracks'],
  [/ \/v1\/content\/album\b/, 'catalog', 'albums'],
  [/ \/v1\/content\/artist\b/, 'catalog', 'artists'],
  [/ \/v1\/content\/image\b/, 'catalog', 'images'],
  [/ \/v1\/content\/whatsnew$/, 'catalog', 'catalog_batches'],
  [/ \/v1\/content\/popular$/, 'database', 'popular_result'],
  [/ \/v1\/content\/search$/, 'catalog', 'search_items'],
  [/ \/v1\/user\/liked\b/, 'database', 'liked_content'],
  [/ \/v1\/user\/playlist/, 'database', 'user_playlist'],
  [/ \/v1\/(?:user|admin)\/listening\b/, 'database', 'listening_events'],
  [/ \/v1\/(?:user\/settings|sync\/state)$/, 'database', 'user_settings'],
  [/ \/v1\/user\/notifications\b/, 'database', 'user_notifications'],
  [/ \/v1\/sync\/events$/, 'database', 'user_events'],
  [/ \/v1\/admin\/users\/\{handle\}\/(?:credentials|password)$/, 'database', 'user_password_credentials'],
  [/ \/v1\/admin\/bandwidth\b/, 'database', 'bandwidth_usage'],
  [/ \/v1\/admin\/changelog\/(?:entity\b|batch\/\{id\}\/changes$)/, 'catalog', 'catalog_change_log'],
  [/ \/v1\/admin\/changelog\b/, 'catalog', 'catalog_batches'],
];

/**
 * Routes whose handlers read nothing, or nothing but accounts, roles and grants: no look at a session survives what would
 * break them.
 */
const NO_TABLE_OF_ITS_OWN =
  / \/v1\/(?:auth\/(?:logout|session)|ws|admin\/(?:reboot|online-users|permissions\/\{permission_id\}|users(?:\/\{handle\}(?:\/(?:roles(?:\/\{role\})?|permissions|grants))?)?))$/;

/** What has to break for a route to answer 500. */
export function breakageOf({ method, path }: ListedRoute): Breakage {
  const route = `${method} ${path}`;
  const [, side, table] = READ_BY.find(([pattern]) => pattern.test(route)) ?? [];
  if (side && table) return { side, sql: `ALTER TABLE ${table} RENAME TO gone`, stopsSessions: false };
  if (!NO_TABLE_OF_ITS_OWN.test(route)) throw new Error(`nobody has said what ${route} reads`);
  return { side: 'database', sql: `ALTER TABLE ${SESSIONS} RENAME TO gone`, stopsSessions: true };
}
