import * as nodeFiles from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Logger } from '@pezzottify/observability';
import { type ProviderMedia } from '../provider/provider.port.js';
import { type FileSystem } from './file-system.port.js';
import { crc32OfFile } from './crc32-of-file.js';
import { FreeSpace } from './free-space.js';
import { IncomingFile, removeEarlierAttempts } from './incoming-file.js';
import { corrupt, onDisk } from './media.errors.js';
import { type MediaKind } from './media-kind.js';
import { MediaRoot } from './media-root.js';

export interface StoredMedia<Facts> {
  /** Relative to the media root. */
  uri: string;
  bytes: number;
  /** 8 lower-case hex digits. */
  crc32: string;
  /** It has just been placed; otherwise it was found there. */
  isNew: boolean;
  facts: Facts;
}

/** Whose file is to be received, and for which item of the queue. */
export interface MediaTarget {
  id: string;
  itemId: string;
}

export interface MediaStoreOptions {
  root: string;
  /** Read at each use: it changes while the worker runs. */
  settings: { readonly minFreeSpaceMb: number };
  logger: Logger;
  files?: FileSystem;
}

const SPACE_CHECK_EVERY = 32 * 1024 * 1024;

/** Puts media below the media root: a file there is complete, verified and on the disk, or it is absent. */
export class MediaStore {
  private readonly files: FileSystem;
  private readonly root: MediaRoot;
  private readonly space: FreeSpace;

  constructor(private readonly options: MediaStoreOptions) {
    this.files = options.files ?? nodeFiles;
    this.root = new MediaRoot(options.root, this.files);
    this.space = new FreeSpace(options.root, options.settings, this.files);
  }

  /** A verified file of this id that is already in place, or null. */
  async find<Facts>(kind: MediaKind<Facts>, { id, itemId }: MediaTarget): Promise<StoredMedia<Facts> | null> {
    const uris = kind.possibleUris(id);
    const paths = await Promise.all(uris.map((uri) => this.root.locate(uri)));
    for (const [index, uri] of uris.entries()) {
      const path = paths[index] ?? null;
      const facts = path === null ? null : await kind.inspect(path).catch(() => null);
      // A file whose bytes do not match its name is fetched anew and then replaces it.
      if (path === null || facts === null || kind.uri(id, facts) !== uri) continue;
      // Another item brought it after this one had been begun and its worker killed.
      await removeEarlierAttempts(dirname(path), itemId, this.files);
      // Its process may have been killed between placing and syncing.
      await this.root.syncFolders(path);
      const { size } = await onDisk('reading a file', this.files.stat(path));
      return { uri, bytes: size, crc32: await onDisk('reading a file', crc32OfFile(path)), isNew: false, facts };
    }
    return null;
  }

  /** Streams the body to disk, verifies and places it. On any failure, and on abort, nothing of it remains. */
  async receive<Facts>(
    kind: MediaKind<Facts>,
    { id, itemId }: MediaTarget,
    media: ProviderMedia,
    signal: AbortSignal,
  ): Promise<StoredMedia<Facts>> {
    try {
      this.refuseTooLarge(kind, media.contentLength ?? 0);
      await this.space.ensure(media.contentLength ?? 0);
      const folder = dirname(await this.root.prepare(kind.possibleUris(id)[0]));
      const incoming = await IncomingFile.create(folder, itemId, this.files);
      try {
        await this.copy(kind, media, incoming, signal);
        return await this.place(kind, id, media, incoming, signal);
      } catch (error) {
        await incoming.discard();
        throw error;
      }
    } finally {
      media.discard();
    }
  }

  /** Takes a file away that nothing refers to. */
  async remove(uri: string): Promise<void> {
    const path = await this.root.locate(uri);
    if (path === null) return;
    await onDisk('removing a file', this.files.rm(path, { force: true }));
    await this.root.syncFolders(path);
  }

  private async copy(
    kind: MediaKind<unknown>,
    media: ProviderMedia,
    incoming: IncomingFile,
    signal: AbortSignal,
  ): Promise<void> {
    let checkedAt = 0;
    for await (const chunk of media.body) {
      signal.throwIfAborted();
      this.refuseTooLarge(kind, incoming.bytes + chunk.length);
      await incoming.write(chunk);
      if (incoming.bytes - checkedAt < SPACE_CHECK_EVERY) continue;
      checkedAt = incoming.bytes;
      await this.space.ensure(0);
    }
    if (incoming.bytes === 0) throw corrupt('the file is empty');
    if (media.contentLength !== null && incoming.bytes !== media.contentLength) {
      throw corrupt(`the file has ${incoming.bytes} bytes instead of ${media.contentLength}`);
    }
  }

  private async place<Facts>(
    kind: MediaKind<Facts>,
    id: string,
    media: ProviderMedia,
    incoming: IncomingFile,
    signal: AbortSignal,
  ): Promise<StoredMedia<Facts>> {
    await incoming.flush();
    // The disk works while the header is looked at.
    const [facts] = await Promise.all([kind.inspect(incoming.path), incoming.sync()]);
    const uri = kind.uri(id, facts);
    if (media.contentType !== null && !kind.agrees(facts, media.contentType)) {
      this.options.logger.warn({ id, uri, contentType: media.contentType }, 'the provider names another media type');
    }
    signal.throwIfAborted();
    const folder = dirname(incoming.path);
    await incoming.place(join(folder, basename(uri)), this.root);
    await this.removeOthers(kind, id, uri, folder);
    const { bytes, crc32 } = incoming;
    this.options.logger.info({ id, uri, bytes, crc32 }, 'file placed');
    return { uri, bytes, crc32, isNew: true, facts };
  }

  /** Under its other possible names lies only what could not be verified: a good file would not have been fetched. */
  private async removeOthers(kind: MediaKind<unknown>, id: string, uri: string, folder: string): Promise<void> {
    const others = kind.possibleUris(id).filter((other) => other !== uri);
    for (const other of others)
      await onDisk('removing a file', this.files.rm(join(folder, basename(other)), { force: true }));
  }

  private refuseTooLarge(kind: MediaKind<unknown>, bytes: number): void {
    if (bytes > kind.maxBytes) throw corrupt(`the file is larger than ${kind.maxBytes} bytes`);
  }
}
