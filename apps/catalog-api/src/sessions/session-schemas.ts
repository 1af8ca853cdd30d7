import { listOf, objectOf, text, wordOf } from '@pezzottify/http-edge';
import { PERMISSIONS } from '@pezzottify/permissions';

const PERMISSION_NAMES = listOf(wordOf(PERMISSIONS.map(({ name }) => name)));

const TOKEN = { ...text, minLength: 64, maxLength: 64, description: '64 letters and digits' };

/** The answers of section 2 of the HTTP contract. */
export const NEW_SESSION = objectOf({ token: TOKEN, user_handle: text, permissions: PERMISSION_NAMES });

export const SESSION = objectOf({ user_handle: text, permissions: PERMISSION_NAMES });

export const SETS_COOKIE = { 'set-cookie': { description: 'session_token, for browsers', schema: text } };
export const ENDS_COOKIE = { 'set-cookie': { description: 'Makes the browser forget session_token', schema: text } };
