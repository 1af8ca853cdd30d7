import { type CatalogAttachRequest } from '@pezzottify/contracts';
import { type MediaKind } from '../media/media-kind.js';
import { type MediaStore, type MediaTarget, type StoredMedia } from '../media/media-store.js';
import { type ProviderMedia } from '../provider/provider.port.js';
import { type Catalog } from './catalog.port.js';
import { type Attempt, type ItemWork, type Outcome, type WorkItem } from './work-item.js';
import { OwnerGoneError } from './worker.errors.js';

/** What differs between a track's audio and an image. */
export interface MediaWork<Facts> {
  name: 'audio' | 'image';
  /** What the file belongs to, in words. */
  owner: 'track' | 'image';
  kind: MediaKind<Facts>;
  open(id: string, signal: AbortSignal): Promise<ProviderMedia>;
  attachment(id: string, stored: StoredMedia<Facts>): CatalogAttachRequest;
}

const recordOf = ({ bytes, crc32, isNew }: StoredMedia<unknown>) => ({ bytes, crc32, is_new: isNew });

/** Fetch, verify, place, attach. A verified file that is already in place is not fetched again. */
export class FetchMedia<Facts> implements ItemWork {
  constructor(
    private readonly work: MediaWork<Facts>,
    private readonly store: MediaStore,
    private readonly catalog: Catalog,
  ) {}

  async execute({ id: itemId, contentId, isRepair }: WorkItem, attempt: Attempt): Promise<Outcome> {
    const startedAt = performance.now();
    // By its header a damaged file still looks like a good one.
    const target = { id: contentId, itemId };
    const found = isRepair ? null : await this.store.find(this.work.kind, target);
    const stored = found ?? (await this.fetch(target, attempt));
    attempt.fetched();
    await this.attach(contentId, stored, attempt.signal);
    const durationMs = Math.round(performance.now() - startedAt);
    return { kind: 'stored', bytes: stored.bytes, durationMs, mediaKind: this.work.name, isFetched: found === null };
  }

  private async fetch(target: MediaTarget, attempt: Attempt): Promise<StoredMedia<Facts>> {
    const media = await this.work.open(target.id, attempt.signal);
    const body = untilFetched(media.body, attempt);
    return this.store.receive(this.work.kind, target, { ...media, body }, attempt.signal);
  }

  private async attach(id: string, stored: StoredMedia<Facts>, signal: AbortSignal): Promise<void> {
    const answer = await this.catalog.attach({ ...this.work.attachment(id, stored), file: recordOf(stored) }, signal);
    if (answer === 'attached') return;
    // No row refers to the file, and none will without a new request.
    await this.store.remove(stored.uri);
    throw new OwnerGoneError(this.work.owner);
  }
}

/** The provider has done its part with the last byte; verifying, placing and attaching are up to us. */
async function* untilFetched(body: ProviderMedia['body'], attempt: Attempt): ProviderMedia['body'] {
  yield* body;
  attempt.fetched();
}
