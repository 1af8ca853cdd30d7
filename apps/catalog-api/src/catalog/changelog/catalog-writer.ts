import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { recordEvent } from '@pezzottify/messaging';
import { type Database, type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { appendChanges } from '../../storage/catalog/changelog/change-log.js';
import { snapshotsOf } from '../../storage/catalog/changelog/snapshots.js';
import { indexNames, removeNames } from '../../storage/catalog/search-index.js';
import { CATALOG_DATABASE, CLOCK } from '../../tokens.js';
import { type Change, ENTITY_KINDS, type EntityKind, type Snapshots, type TouchedEntities } from './change.js';
import { changesBetween } from './changes-between.js';

/**
 * The only way the catalog changes. Whatever a write does to the entities it names, the changelog entry of each changed
 * entity, its search row and the event are written with it, in one transaction.
 */
@Injectable()
export class CatalogWriter {
  constructor(
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A write that changes nothing, or rejects, leaves no trace. */
  write<T>(touched: TouchedEntities, change: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.database.write(async (tx) => {
      const before = await snapshots(tx, touched);
      const result = await change(tx);
      const after = await snapshots(tx, touched);
      await this.note(tx, changesOf(touched, before, after));
      return result;
    });
  }

  private async note(tx: WriteTransaction, changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    await appendChanges(tx, changes, { now: this.clock.seconds(), newBatchId: randomUUID() });
    await updateSearch(tx, changes);
    await recordEvent(tx, {
      source: 'catalog-api',
      type: 'hook.OnCatalogChange',
      data: { change_count: changes.length },
    });
  }
}

type SnapshotsByKind = ReadonlyMap<EntityKind, Snapshots>;

const idsOf = (touched: TouchedEntities, kind: EntityKind): string[] => [...new Set(touched[kind])];

async function snapshots(reader: Reader, touched: TouchedEntities): Promise<SnapshotsByKind> {
  const found = new Map<EntityKind, Snapshots>();
  for (const kind of ENTITY_KINDS) found.set(kind, await snapshotsOf(reader, kind, idsOf(touched, kind)));
  return found;
}

function changesOf(touched: TouchedEntities, before: SnapshotsByKind, after: SnapshotsByKind): Change[] {
  const none: Snapshots = new Map();
  return ENTITY_KINDS.flatMap((kind) =>
    changesBetween(kind, idsOf(touched, kind), before.get(kind) ?? none, after.get(kind) ?? none),
  );
}

async function updateSearch(tx: WriteTransaction, changes: readonly Change[]): Promise<void> {
  for (const kind of ['artist', 'album', 'track'] as const) {
    const ofKind = changes.filter((change) => change.kind === kind);
    const gone = ofKind.filter(({ operation }) => operation === 'delete').map(({ id }) => id);
    const named = ofKind.filter(({ operation, fields }) => operation !== 'delete' && 'name' in fields);
    await removeNames(tx, kind, gone);
    await indexNames(
      tx,
      kind,
      named.map(({ id, snapshot }) => ({ id, name: String(snapshot.name) })),
    );
  }
}
