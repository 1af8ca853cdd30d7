import { isDeepStrictEqual } from 'node:util';
import { eventually } from '@pezzottify/testing';
import { type ApiClient } from '../../household/api-client.js';
import { type Household } from '../../household/household.js';
import { type Scenery } from '../script/albums.js';
import { type Wish } from '../script/person.js';
import { readCatalog, readQueue, readTold } from './databases.js';
import { type Evidence, type Figures, type OfferedAlbum, type QueueEvidence } from './evidence.js';
import { hashedFiles } from './files.js';

interface Known {
  readonly wishes: readonly Wish[];
  readonly scenery: Scenery;
}

export async function collectEvidence(household: Household, admin: ApiClient, known: Known): Promise<Evidence> {
  const { db, media } = household.folders;
  const albums = offeredAlbums(known.scenery);
  return {
    wishes: known.wishes,
    albums,
    ...(await figuresOfOneState(db, admin)),
    catalog: readCatalog(db),
    told: readTold(db),
    files: await hashedFiles(media),
    provided: await providedHashes(household, albums),
  };
}

/** Rows and figures are read one after the other: what changes meanwhile would look like a wrong sum. */
const figuresOfOneState = (db: string, admin: ApiClient): Promise<Pick<Evidence, 'queue' | 'figures' | 'figuresAt'>> =>
  eventually(async () => {
    const before = readQueue(db);
    const figuresAt = Math.floor(Date.now() / 1000);
    const figures = await readFigures(admin);
    const queue: QueueEvidence = readQueue(db);
    if (!isDeepStrictEqual(queue, before)) throw new Error('the queue is not at rest');
    return { queue, figures, figuresAt };
  });

async function readFigures(admin: ApiClient): Promise<Figures> {
  const read = async <Body>(path: string): Promise<Body> => (await admin.get<Body>(`/v1/download/admin/${path}`)).body;
  return {
    stats: await read('stats'),
    history: await read('stats/history?period=hourly'),
    activity: await read('activity?hours=24'),
  };
}

function offeredAlbums({ albums, library }: Scenery): OfferedAlbum[] {
  const portraits = new Map(library.artists.map(({ id, portraits: images }) => [id, images.map((image) => image.id)]));
  const provided = new Map(library.albums.map((album) => [album.id, album]));
  return albums.map((album) => {
    const { tracks = [], covers = [] } = provided.get(album.id) ?? {};
    const imageIds = [...covers.map(({ id }) => id), ...(portraits.get(album.artistId) ?? [])];
    return { ...album, trackIds: tracks.map(({ id }) => id), imageIds };
  });
}

async function providedHashes({ provider }: Household, albums: readonly OfferedAlbum[]): Promise<Map<string, string>> {
  const ids = new Set(albums.flatMap(({ trackIds, imageIds }) => [...trackIds, ...imageIds]));
  const hashes = new Map<string, string>();
  for (const id of ids) hashes.set(id, await provider.sha256(id));
  return hashes;
}
