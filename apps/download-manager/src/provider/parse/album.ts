import { type ProviderAlbum } from '../provider.port.js';
import { readId, readList, readText, readTitle, required, requireFields } from './fields.js';
import { parseImageLists } from './images.js';
import { parseReleaseDate } from './release-date.js';

const MAX_ARTISTS = 200;
const MAX_GENRES = 100;

export function parseAlbum(value: unknown): ProviderAlbum {
  const fields = requireFields('album', value);
  const [covers, coverGroup] = parseImageLists(fields, 'covers', 'cover_group');
  return {
    id: required('album', fields, 'id', readId),
    name: required('album', fields, 'name', readText),
    albumType: required('album', fields, 'album_type', readText),
    artistIds: readList(fields.artists_ids, readId, MAX_ARTISTS),
    label: readTitle(fields.label),
    originalTitle: readTitle(fields.original_title),
    versionTitle: readTitle(fields.version_title),
    releaseDate: parseReleaseDate(fields.date),
    genres: readList(fields.genres, readTitle, MAX_GENRES),
    covers,
    coverGroup,
  };
}
