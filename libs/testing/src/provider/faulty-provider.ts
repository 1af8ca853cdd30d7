import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { deliver } from './deliver.js';
import { documentAt, type ProviderShape } from './documents.js';
import { type Fault, FaultPlan, type FaultRule, patternOf } from './faults.js';
import { serveFile, type ServedFile, sha256Of } from './files.js';
import { type ProvidedFile, type ProvidedLibrary, sampleLibrary } from './library.js';

export interface FaultyProviderOptions {
  /** {@link sampleLibrary} of one album without it. */
  library?: ProvidedLibrary;
  shape?: ProviderShape;
  /** Before every answer. */
  delayMs?: number;
  /** More audio downloads than this at a time are answered 429 with `Retry-After: 1`. */
  audioAtATime?: number;
  /** The speed of the line on which audio comes; as fast as it goes without it. */
  audioLine?: Pick<Extract<Fault, { kind: 'drip' }>, 'bytesPerChunk' | 'everyMs'>;
  /** A free one without it. */
  port?: number;
  samplesFolder?: string;
}

export interface ProviderRequest {
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A real HTTP downloader that serves real small files, and fails exactly as told. */
export interface FaultyProvider {
  readonly url: string;
  fail(rule: FaultRule): void;
  /** Answers everything properly again, but for what was told to last. */
  heal(): void;
  /** Requests so far, in order; `path` as in {@link FaultRule}. */
  requests(path?: string): ProviderRequest[];
  /** Of the file of a track or image, lower-case hex. */
  sha256(id: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startFaultyProvider(options: FaultyProviderOptions = {}): Promise<FaultyProvider> {
  const shop = new Shop(options);
  const server = createServer((request, response) => void shop.answer(request, response));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (rule) => shop.plan.add(rule),
    heal: () => shop.plan.clear(),
    requests: (path) => shop.requests.filter((request) => path === undefined || patternOf(path).test(request.path)),
    sha256: async (id) => sha256Of(await shop.fileOf(id)),
    stop: () => close(server),
  };
}

class Shop {
  readonly plan = new FaultPlan();
  readonly requests: ProviderRequest[] = [];
  private readonly library: ProvidedLibrary;
  private readonly samplesFolder: string;
  private audioRunning = 0;

  constructor(private readonly options: FaultyProviderOptions) {
    this.library = options.library ?? sampleLibrary();
    this.samplesFolder = options.samplesFolder ?? fileURLToPath(new URL('samples', import.meta.url));
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://provider');
    this.requests.push({ path: url.pathname, headers: request.headers });
    response.on('error', () => undefined);
    try {
      if (this.options.delayMs !== undefined) await pause(this.options.delayMs);
      await (url.pathname.endsWith('/audio') ? this.limited(url, response) : this.serve(url, response));
    } catch {
      // The client went away, or a fault dropped the connection under a running answer.
      response.destroy();
    }
  }

  /** The file of a track or an image. */
  async fileOf(id: string): Promise<ServedFile> {
    const file = this.find(id);
    if (file === undefined) throw new Error(`the provider has no file ${id}`);
    return serveFile(this.samplesFolder, id, file);
  }

  private async limited(url: URL, response: ServerResponse): Promise<void> {
    if (this.audioRunning >= (this.options.audioAtATime ?? Infinity)) {
      const headers = { 'retry-after': '1' };
      await deliver(response, json(undefined), { kind: 'status', status: 429, headers, message: 'one at a time' });
      return;
    }
    this.audioRunning += 1;
    await this.serve(url, response).finally(() => (this.audioRunning -= 1));
  }

  private async serve(url: URL, response: ServerResponse): Promise<void> {
    const content = await this.contentAt(url);
    const fault = this.plan.next(url.pathname);
    const missing = { kind: 'status', status: 404, message: 'no such thing' } as const;
    await deliver(response, content ?? json(undefined), fault ?? (content === undefined ? missing : this.usual(url)));
  }

  private usual({ pathname }: URL): Fault | null {
    const { audioLine } = this.options;
    return audioLine !== undefined && pathname.endsWith('/audio') ? { kind: 'drip', ...audioLine } : null;
  }

  private async contentAt(url: URL): Promise<ServedFile | undefined> {
    const [kind, id = '', detail] = url.pathname.split('/').slice(1);
    if (kind === 'image' || (kind === 'track' && detail === 'audio')) {
      const decoded = decodeURIComponent(id);
      return this.find(decoded) === undefined ? undefined : this.fileOf(decoded);
    }
    const document = documentAt(this.library, this.options.shape ?? 'A', url);
    return document === undefined ? undefined : json(document);
  }

  private find(id: string): ProvidedFile | undefined {
    const { artists, albums } = this.library;
    const images = [...artists.flatMap(({ portraits }) => portraits), ...albums.flatMap(({ covers }) => covers)];
    return [...albums.flatMap(({ tracks }) => tracks), ...images].find((entry) => entry.id === id)?.file;
  }
}

function json(document: unknown): ServedFile {
  const bytes = Buffer.from(JSON.stringify(document ?? null));
  return { contentType: 'application/json', length: bytes.length, chunks: () => [bytes] };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
