import { type CatalogAttachRequest, type CatalogIngestRequest } from '@pezzottify/contracts';
import { MessageBus } from '@pezzottify/messaging';
import { silentLogger } from '@pezzottify/testing';
import { answerMediaLists, type ListedMedia } from './watchdog/media-lists.fixture.js';

/**
 * What the download manager needs of catalog-api, over real NATS: sessions for the tokens `user-<id>`, `admin-<id>`,
 * `viewer-<id>`, `editor-<id>` and `guest-<id>`, and a catalog that can be away while sessions are still judged.
 */
export class FakeCatalog {
  readonly completeAlbums = new Set<string>();
  readonly artists = new Set<string>();
  readonly ingested: CatalogIngestRequest[] = [];
  readonly attached: CatalogAttachRequest[] = [];
  /** Is on the lists of what should be on disk beside what was ingested. */
  readonly furtherMedia: ListedMedia[] = [];
  presenceQuestions = 0;
  private catalog: MessageBus | undefined;

  private constructor(
    private readonly url: string,
    private readonly sessions: MessageBus,
  ) {}

  static async start(url: string): Promise<FakeCatalog> {
    const sessions = MessageBus.connect({ url, service: 'sessions', logger: silentLogger() });
    const fake = new FakeCatalog(url, sessions);
    sessions.handle('session.admit', ({ tokens, any_of }) => Promise.resolve(fake.judge(tokens[0] ?? '', any_of)));
    sessions.start();
    await sessions.whenConnected();
    await fake.comeBack();
    return fake;
  }

  /** The catalog answers nothing any more; sessions go on. */
  async goAway(): Promise<void> {
    await this.catalog?.stop();
    this.catalog = undefined;
  }

  async comeBack(): Promise<void> {
    const bus = MessageBus.connect({ url: this.url, service: 'catalog-api', logger: silentLogger() });
    bus.handle('catalog.look-up-presence', ({ album_ids, artist_ids }) => {
      this.presenceQuestions += 1;
      return Promise.resolve({
        complete_album_ids: album_ids.filter((id) => this.completeAlbums.has(id)),
        artist_ids: artist_ids.filter((id) => this.artists.has(id)),
      });
    });
    bus.handle('catalog.ingest-album', (request) => {
      this.ingested.push(request);
      return Promise.resolve({ kind: 'ingested', track_ids_in_place: [], image_ids_in_place: [] });
    });
    bus.handle('catalog.attach-media', (request) => {
      this.attached.push(request);
      return Promise.resolve({ kind: 'attached' });
    });
    answerMediaLists(bus, this);
    bus.start();
    await bus.whenConnected();
    this.catalog = bus;
  }

  async stop(): Promise<void> {
    await Promise.all([this.goAway(), this.sessions.stop()]);
  }

  private judge(token: string, anyOf: readonly string[]) {
    const [kind = '', id] = token.split('-');
    if (!id) return { kind: 'no_session' as const };
    const permissions = PERMISSIONS_OF.get(kind) ?? [];
    const device = { device_id: null, device_type: 'web' as const };
    const session = { user_id: Number(id), user_handle: `user ${id}`, ...device, permissions };
    const isAdmitted = anyOf.length === 0 || permissions.some((permission) => anyOf.includes(permission));
    if (!isAdmitted) return { kind: 'forbidden' as const, session };
    return { kind: 'admitted' as const, session, is_cacheable: false };
  }
}

/** By the first word of a token. */
const PERMISSIONS_OF: ReadonlyMap<string, string[]> = new Map([
  ['user', ['RequestContent']],
  ['guest', ['AccessCatalog']],
  ['viewer', ['ViewAnalytics']],
  ['editor', ['EditCatalog']],
  ['admin', ['DownloadManagerAdmin']],
]);
