import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type Library } from '../index/library.js';
import { unknownEntity } from './api.errors.js';
import { searchedKinds, searchedText, type Query } from './query.js';
import { wireAlbum, wireArtist, wireDiscography, wireSearch, wireTrack, type ImageUrl } from './wire.mapper.js';

interface ById {
  Params: { id: string };
}

function found<Entry>(entries: ReadonlyMap<string, Entry>, what: string, { params }: FastifyRequest<ById>): Entry {
  const entry = entries.get(params.id);
  if (!entry) throw unknownEntity(what, params.id);
  return entry;
}

const imageUrlFor =
  ({ protocol, host }: FastifyRequest): ImageUrl =>
  (id) =>
    `${protocol}://${host}/image/${id}`;

/** Search, artists, albums and tracks: sections 2 and 3 of the downloader API. */
export function metadataController(fastify: FastifyInstance, library: () => Library): void {
  fastify.get<{ Querystring: Query }>('/search', (request) => {
    const current = library();
    const hits = current.search.find(searchedText(request.query), searchedKinds(request.query));
    return wireSearch(hits, current, imageUrlFor(request));
  });
  fastify.get<ById>('/artist/:id', (request) => wireArtist(found(library().artists, 'artist', request)));
  fastify.get<ById>('/artist/:id/discography', (request) => {
    const current = library();
    return wireDiscography(found(current.artists, 'artist', request), current, imageUrlFor(request));
  });
  fastify.get<ById>('/album/:id', (request) => wireAlbum(found(library().albums, 'album', request)));
  fastify.get<ById>('/album/:id/tracks', (request) => {
    const { albums, tracks } = library();
    const ids = found(albums, 'album', request).discs.flatMap(({ trackIds }) => trackIds);
    return ids.flatMap((id) => tracks.get(id) ?? []).map(wireTrack);
  });
  fastify.get<ById>('/track/:id', (request) => wireTrack(found(library().tracks, 'track', request)));
}
