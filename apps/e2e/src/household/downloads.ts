import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { eventually } from '@pezzottify/testing';
import { type ApiClient } from './api-client.js';
import { type Household } from './household.js';
import { type RequestView, type ResolvedAlbum } from './shapes.js';

export async function requestAlbum(client: ApiClient, albumId: string): Promise<string> {
  const body = { album_id: albumId, album_name: albumId, artist_name: 'The Pilots' };
  const answer = await client.post<{ request_id: string }>('/v1/download/request/album', body);
  if (answer.status !== 200) throw new Error(`${albumId} was refused: ${answer.status} ${answer.text}`);
  return answer.body.request_id;
}

export async function requestView(client: ApiClient, requestId: string): Promise<RequestView> {
  const answer = await client.get<RequestView>(`/v1/download/request/${requestId}`);
  if (answer.status !== 200) throw new Error(`request ${requestId}: ${answer.status} ${answer.text}`);
  return answer.body;
}

const TERMINAL = ['COMPLETED', 'FAILED', 'CANCELLED'];

/** Resolves with the request once it has ended, whatever the end is. */
export const ended = (client: ApiClient, requestId: string, timeoutMs = 60_000): Promise<RequestView> =>
  eventually(
    async () => {
      const view = await requestView(client, requestId);
      if (!TERMINAL.includes(view.status)) throw new Error(`still ${view.status}: ${JSON.stringify(view)}`);
      return view;
    },
    { timeoutMs },
  );

export const resolvedAlbum = async (client: ApiClient, albumId: string): Promise<ResolvedAlbum> =>
  (await client.get<ResolvedAlbum>(`/v1/content/album/${albumId}/resolved`)).body;

/** What a whole album must look like: every track streams the provider's bytes, once, and nothing partial lies about. */
export async function expectWholeAlbum(
  household: Household,
  client: ApiClient,
  albumId: string,
  trackCount: number,
): Promise<void> {
  const { discs } = await resolvedAlbum(client, albumId);
  const tracks = discs.flatMap((disc) => disc.tracks);
  if (tracks.length !== trackCount)
    throw new Error(`${albumId} has ${tracks.length} tracks, ${trackCount} were offered`);
  for (const { id } of tracks) {
    const { status, bytes } = await client.bytes(`/v1/content/stream/${id}`);
    const actual = createHash('sha256').update(bytes).digest('hex');
    const expected = await household.provider.sha256(id);
    if (status !== 200 || actual !== expected)
      throw new Error(`${id}: status ${status}, ${bytes.length} bytes with hash ${actual}`);
  }
  const leftovers = (await mediaFiles(household)).filter((name) => name.includes('.part-'));
  if (leftovers.length > 0) throw new Error(`partial files remain: ${leftovers.join(', ')}`);
}

export const mediaFiles = (household: Household): Promise<string[]> =>
  readdir(household.folders.media, { recursive: true });
