import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@pezzottify/service-runner';
import { type Logger } from '@pezzottify/observability';
import { type Settings } from './settings.js';
import { startLibraryDownloader } from './start-library-downloader.js';

export const samples = fileURLToPath(new URL('../../../fixtures/sample-library', import.meta.url));

const SAMPLES_PER_SECOND = 8000;

/** A WAVE file without tags (8 bit, mono). */
export function silentWave(seconds: number): Buffer {
  const length = seconds * SAMPLES_PER_SECOND;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  header.writeUInt32LE(SAMPLES_PER_SECOND, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(length, 40);
  return Buffer.concat([header, Buffer.alloc(length, 0x80)]);
}

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as JSON; asked for on answers that have one. */
  json: () => unknown;
  bytes: Buffer;
}

/** Reading the samples takes a moment on a busy machine. */
export const PATIENCE = { timeoutMs: 20_000 };

/** What a spec brings along from the testing lib. */
export interface Tools {
  temporaryDirectory: () => Promise<string>;
  silentLogger: () => Logger;
  eventually: (assertion: () => Promise<void>, limit: { timeoutMs: number }) => Promise<void>;
}

/** What of the start a spec may change. */
export type Start = [change?: Partial<Settings> & { quietMs?: number }, prepare?: (root: string) => Promise<void>];

/** For a library whose changes are not to be noticed. */
export const BLIND = { quietMs: 3_600_000 };

/** A real downloader on a copy of the sample library, without anything to wait for but what it does. */
export async function startOnSamples(
  { temporaryDirectory, silentLogger, eventually }: Tools,
  ...[{ quietMs = 20, ...change } = {}, prepare]: Start
) {
  const folder = await temporaryDirectory();
  const library = join(folder, 'library');
  await cp(samples, library, { recursive: true });
  await prepare?.(library);
  const settings = { library, host: '127.0.0.1', port: 0, indexFile: join(folder, 'index.db'), rescanSecs: 0 };
  const around = { clock: systemClock, logger: silentLogger(), version: '1.2.3', quietMs };
  const running = await startLibraryDownloader({ ...settings, parallelAudio: 8, ...change }, around);
  const url = `http://127.0.0.1:${running.port}`;
  const get = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, init);
    const bytes = Buffer.from(await response.arrayBuffer());
    const json = () => JSON.parse(bytes.toString('utf8')) as unknown;
    return { status: response.status, headers: response.headers, bytes, json };
  };
  const json = async <Body>(path: string): Promise<Body> => (await get(path)).json() as Body;
  const status = () =>
    json<{ state: string; library: Record<string, number> | null; last_error: string | null }>('/status');
  const becomes = (state: string) =>
    eventually(async () => {
      const now = await status();
      if (now.state !== state) throw new Error(`The state is ${now.state}`);
    }, PATIENCE);
  return {
    url,
    library,
    settings,
    get,
    json,
    status,
    becomes,
    at: (path: string) => join(library, path),
    stop: () => running.stop(),
  };
}

export type Downloader = Awaited<ReturnType<typeof startOnSamples>>;

export interface Hit {
  id: string;
  type: string;
  name: string;
  artist_name?: string;
  image_url?: string;
  year?: number;
}

export interface WireTrack {
  id: string;
  name: string;
  album_id: string;
  number: number;
  disc_number: number;
  duration: number;
  artists_ids: string[];
  artists_with_role: { artist_id: string; name: string; role: string }[];
}

export interface WireAlbum {
  id: string;
  name: string;
  album_type: string;
  artists_ids: string[];
  covers: { id: string; size: string; width: number; height: number }[];
  discs: { number: number; name: string | null; tracks: string[] }[];
}

export const findAlbum = async ({ json }: Downloader, name: string): Promise<Hit> => {
  const { results } = await json<{ results: Hit[] }>(`/search?q=${encodeURIComponent(name)}&type=album`);
  const hit = results.find((one) => one.name === name);
  if (!hit) throw new Error(`There is no album ${name}`);
  return hit;
};

export const tracksOf = async (downloader: Downloader, album: string): Promise<WireTrack[]> =>
  downloader.json<WireTrack[]>(`/album/${(await findAlbum(downloader, album)).id}/tracks`);
