import { type ProviderImage } from '../../provider/provider.port.js';
import { type InPlace } from '../catalog.port.js';
import { type Child } from '../work-item.js';
import { type AlbumMetadata } from './album-metadata.js';

const MAX_NAME = 200;

/** One item per track, cover and portrait, each content once, without what is already in place. */
export function childrenOf({ album, tracks, artists }: AlbumMetadata, inPlace: InPlace): Child[] {
  const missing = (images: ProviderImage[]): ProviderImage[] => images.filter(({ id }) => !inPlace.imageIds.has(id));
  const covers = missing([...album.covers, ...album.coverGroup]);
  return firstOfEach([
    ...tracks.filter(({ id }) => !inPlace.trackIds.has(id)).map(({ id, name }) => child('TRACK_AUDIO', id, name)),
    ...covers.map(({ id }) => child('ALBUM_IMAGE', id, album.name)),
    ...[...artists.values()].flatMap(({ name, portraits, portraitGroup }) =>
      missing([...portraits, ...portraitGroup]).map(({ id }) => child('ARTIST_IMAGE', id, name)),
    ),
  ]);
}

function child(contentType: Child['contentType'], contentId: string, name: string): Child {
  return { contentType, contentId, contentName: name.slice(0, MAX_NAME).toWellFormed() };
}

/** Two artists may share a picture. */
function firstOfEach(children: Child[]): Child[] {
  const seen = new Set<string>();
  return children.filter(({ contentType, contentId }) => {
    const key = `${contentType} ${contentId}`;
    return !seen.has(key) && seen.add(key);
  });
}
