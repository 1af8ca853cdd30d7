import { type Evidence } from '../evidence/evidence.js';

/** Albums are whole in the catalog, files are what the provider serves, and there is nothing else. */
export function mediaProblems(evidence: Evidence): string[] {
  return [...albumProblems(evidence), ...fileProblems(evidence), ...doubleRows(evidence)];
}

function albumProblems({ queue, albums, catalog, files, provided }: Evidence): string[] {
  const completed = new Set(
    queue.items
      .filter((item) => item.content_type === 'ALBUM' && item.status === 'COMPLETED')
      .map((item) => item.content_id),
  );
  const tracks = new Map(catalog.tracks.map((track) => [track.id, track]));
  const images = new Map(catalog.images.map((image) => [image.id, image]));
  const inCatalog = Map.groupBy(catalog.tracks, ({ album_id }) => album_id);
  return albums
    .filter(({ id }) => completed.has(id))
    .flatMap(({ id, trackIds, imageIds }) => [
      ...((inCatalog.get(id)?.length ?? 0) === trackIds.length ? [] : [`${id} has another number of tracks`]),
      ...trackIds.filter((track) => isWithoutFormat(tracks.get(track))).map((track) => `${track} has no format`),
      ...[
        ...trackIds.map((track) => [track, tracks.get(track)?.audio_uri] as const),
        ...imageIds.map((image) => [image, images.get(image)?.uri] as const),
      ].flatMap(([content, uri]) => {
        const hash = files.get(uri ?? '');
        if (hash === provided.get(content)) return [];
        return [`${content} of ${id} ${hash === undefined ? 'is not there' : 'has other bytes'}: ${uri ?? 'no row'}`];
      }),
    ]);
}

/** There is no word for WAV among the formats. */
const isWithoutFormat = (track: Evidence['catalog']['tracks'][number] | undefined): boolean =>
  track?.format === 'UNKNOWN' && !track.audio_uri.endsWith('.wav');

const MARKER = '.pezzottify-media';
const PART = /(?:^|\/)\.part-(.{36})-/;

function fileProblems(evidence: Evidence): string[] {
  const { queue, catalog, files, provided } = evidence;
  const uris = new Set([...catalog.tracks.map(({ audio_uri }) => audio_uri), ...catalog.images.map(({ uri }) => uri)]);
  const cancelled = new Set(queue.items.filter(({ status }) => status === 'CANCELLED').map(({ id }) => id));
  const wanted = new Set(
    queue.items.filter(({ status }) => status === 'COMPLETED').map(({ content_id }) => content_id),
  );
  return [...files].flatMap(([path, hash]) => {
    const name = path.split('/').at(-1) ?? '';
    if (name === MARKER) return [];
    const part = PART.exec(path)?.[1];
    // Its worker was killed and nobody tries again: it goes when it is a day old.
    if (part !== undefined) return cancelled.has(part) ? [] : [`${path} was left behind by an item that goes on`];
    const content = name.replace(/\.[^.]+$/, '');
    if (provided.get(content) !== hash) return [`${path} is not what the provider serves`];
    // Placed in the moment its request was cancelled: whole, and found by the next request.
    return uris.has(path) || !wanted.has(content) ? [] : [`no row refers to ${path}`];
  });
}

const doubleRows = ({ catalog }: Evidence): string[] =>
  catalog.created.filter(({ times }) => times !== 1).map(({ entity, times }) => `${entity} was created ${times} times`);
