import { integer, listOf, nullable, objectOf, text, wordOf } from '@pezzottify/http-edge';

const BARE = objectOf({
  item_type: wordOf(['Artist', 'Album', 'Track']),
  item_id: text,
  score: integer,
  adjusted_score: integer,
  matchable_text: text,
});

/** Pairs of id and name. */
const ARTISTS = listOf(listOf(text));

const ARTIST = objectOf({ type: wordOf(['Artist']), id: text, name: text, image_id: nullable(text) });

const ALBUM = objectOf({
  type: wordOf(['Album']),
  id: text,
  name: text,
  artists_ids_names: ARTISTS,
  image_id: nullable(text),
  year: nullable(integer),
});

const TRACK = objectOf({
  type: wordOf(['Track']),
  id: text,
  name: text,
  duration: integer,
  artists_ids_names: ARTISTS,
  image_id: nullable(text),
  album_id: text,
});

/** A bare array; which form its items have is what `resolve` of the request says. */
export const SEARCH_RESULTS = listOf({ oneOf: [BARE, ARTIST, ALBUM, TRACK] });
