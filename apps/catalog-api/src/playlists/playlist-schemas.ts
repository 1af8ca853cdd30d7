import { integer, listOf, objectOf, text } from '@pezzottify/http-edge';

/** The answers of section 4.2 of the HTTP contract. */
export const PLAYLIST_IDS = listOf(text);

export const NEW_PLAYLIST_ID = { ...text, minLength: 16, maxLength: 16, description: '16 letters and digits' };

export const PLAYLIST = objectOf({
  id: text,
  user_id: integer,
  creator: { ...text, description: 'Handle of who created it' },
  name: text,
  created: objectOf({ secs_since_epoch: integer, nanos_since_epoch: integer }),
  tracks: listOf(text),
});
