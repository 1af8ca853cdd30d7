import { type CatalogAttachRequest, type CatalogIngestRequest } from '@pezzottify/contracts';
import { imagesOf } from '../storage/catalog/ingest/insert-metadata.js';
import { mediaUriProblem } from '../streaming/media-uri.js';

/** Why the catalog does not take this metadata, in words for the admin who reads the failed item; undefined if it does. */
export function refusalOfMetadata(request: CatalogIngestRequest): string | undefined {
  const { artists, album } = request;
  return (
    blankIn('artist', artists) ??
    blankIn('album', [album]) ??
    blankIn('track', album.tracks) ??
    uriProblemIn('image', imagesOf(request)) ??
    uriProblemIn(
      'track',
      album.tracks.map(({ id, audio_uri: uri }) => ({ id, uri })),
    )
  );
}

export function refusalOfMedia({ id, uri, kind }: CatalogAttachRequest): string | undefined {
  return uriProblemIn(kind === 'image' ? 'image' : 'track', [{ id, uri }]);
}

function blankIn(kind: string, entities: readonly { id: string; name: string }[]): string | undefined {
  const nameless = entities.find(({ id, name }) => id.trim() === '' || name.trim() === '');
  return (
    nameless && `the ${kind} ${JSON.stringify(nameless.id)} has a blank ${nameless.id.trim() === '' ? 'id' : 'name'}`
  );
}

function uriProblemIn(kind: string, files: readonly { id: string; uri: string }[]): string | undefined {
  for (const { id, uri } of files) {
    const problem = mediaUriProblem(uri);
    if (problem !== undefined) return `the path of the ${kind} ${JSON.stringify(id)} ${problem}`;
  }
  return undefined;
}
