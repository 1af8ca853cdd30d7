import { boolean, integer, listOf, objectOf, text } from '@pezzottify/http-edge';

/** The answers of section 6.2 of the HTTP contract about accounts. */
export const USER = objectOf({ user_handle: text, user_id: integer });
export const USERS = listOf(USER);
export const CREDENTIALS = objectOf({ user_handle: text, has_password: boolean });
