import { type CatalogAttachRequest, type CatalogIngestRequest, type MediaList } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';

export interface ListedMedia {
  readonly list: MediaList;
  readonly id: string;
  readonly uri: string;
  readonly bytes: number | null;
  readonly crc32: string | null;
  readonly name: string;
  readonly albumIds: readonly string[];
}

interface Catalog {
  readonly ingested: readonly CatalogIngestRequest[];
  readonly attached: readonly CatalogAttachRequest[];
  readonly furtherMedia: readonly ListedMedia[];
}

/** Answers as catalog-api would after these requests. */
export function answerMediaLists(bus: MessageBus, catalog: Catalog): void {
  bus.handle('catalog.list-media', ({ list, after, limit }) => {
    const page = listed(catalog, list)
      .filter(({ id }) => id > (after ?? ''))
      .slice(0, limit);
    const rows = JSON.stringify(page.map(({ id, uri, bytes, crc32 }) => [id, uri, bytes, crc32]));
    return Promise.resolve({ rows, last: page.at(-1)?.id ?? null });
  });
  bus.handle('catalog.describe-media', ({ list, ids }) => {
    const known = listed(catalog, list).filter(({ id }) => ids.includes(id));
    const media = known.map(({ albumIds, id, uri, bytes, crc32, name }) => {
      return { id, uri, bytes, crc32, name, album_ids: [...albumIds] };
    });
    return Promise.resolve({ media });
  });
}

function listed(catalog: Catalog, list: MediaList): ListedMedia[] {
  const all = [...catalog.ingested.flatMap(mediaOf), ...catalog.furtherMedia].filter((one) => one.list === list);
  const byId = new Map(all.map((one) => [one.id, withRecord(one, catalog.attached)]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function withRecord(media: ListedMedia, attached: Catalog['attached']): ListedMedia {
  const kind = media.list === 'track_audio' ? 'track_audio' : 'image';
  const mine = attached.filter((one) => one.kind === kind && one.id === media.id);
  const record = mine.findLast(({ file }) => file?.is_new)?.file;
  const uri = mine.at(-1)?.uri ?? media.uri;
  return { ...media, uri, bytes: record?.bytes ?? media.bytes, crc32: record?.crc32 ?? media.crc32 };
}

function mediaOf({ album, artists }: CatalogIngestRequest): ListedMedia[] {
  const nothing = { bytes: null, crc32: null, albumIds: [] };
  const ofAlbum = { ...nothing, name: album.name, albumIds: [album.id] };
  return [
    ...album.tracks.map(({ id, name, audio_uri: uri }) => ({
      ...ofAlbum,
      list: 'track_audio' as const,
      id,
      name,
      uri,
    })),
    ...album.images.map(({ id, uri }) => ({ ...ofAlbum, list: 'album_image' as const, id, uri })),
    ...artists.flatMap(({ name, images }) =>
      images.map(({ id, uri }) => ({ ...nothing, list: 'artist_image' as const, id, name, uri })),
    ),
  ];
}
