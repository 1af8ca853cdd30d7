import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database, type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import {
  batchesJson,
  batchJson,
  type BatchState,
  closeBatch,
  deleteBatch,
  findBatchState,
  insertBatch,
  type NewBatch,
} from '../../storage/catalog/changelog/batch.repository.js';
import { closeIdleBatch } from '../../storage/catalog/changelog/change-log.js';
import { changesOfBatch, changesOfEntity, whatsNewJson } from '../../storage/catalog/changelog/changes.repository.js';
import { CATALOG_DATABASE, CLOCK } from '../../tokens.js';
import { type EntityKind } from './change.js';

/** Batches that one answer tells of at most. */
export const MOST_NEWS = 50;

/** What editors do with the batches of the changelog. At most one is open; a closed one stays closed. Answers are JSON text. */
@Injectable()
export class BatchesUsecase {
  constructor(
    @Inject(CATALOG_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  open(batch: Omit<NewBatch, 'id'>): Promise<string> {
    const [id, now] = [randomUUID(), this.clock.seconds()];
    return this.database.write(async (tx) => {
      await closeIdleBatch(tx, now);
      if (!(await insertBatch(tx, { id, ...batch }, now))) throw alreadyOpen();
      return (await batchJson(tx, id)) ?? '';
    });
  }

  list(isOpen: boolean | undefined): Promise<string> {
    return batchesJson(this.database.reads, isOpen);
  }

  async read(id: string): Promise<string> {
    return (await batchJson(this.database.reads, id)) ?? refuseUnknown(id);
  }

  close(id: string): Promise<void> {
    return this.change(id, ({ isOpen }, tx) => {
      if (!isOpen) throw new CodedError('BATCH_CLOSED', 'the batch is closed already');
      return closeBatch(tx, id, this.clock.seconds());
    });
  }

  remove(id: string): Promise<void> {
    return this.change(id, ({ isOpen, isEmpty }, tx) => {
      if (isOpen && isEmpty) return deleteBatch(tx, id);
      const why = isOpen ? 'has changes in it' : 'is closed';
      throw new CodedError('BATCH_NOT_DELETABLE', `the batch ${why}; only an open, empty one can be deleted`);
    });
  }

  /** The text in pieces, as a batch may be large. */
  async changes(id: string): Promise<AsyncIterable<string>> {
    await stateOf(this.database.reads, id);
    return changesOfBatch(this.database.reads, id);
  }

  changesOf(kind: EntityKind, id: string): Promise<string> {
    return changesOfEntity(this.database.reads, kind, id);
  }

  whatsNew(limit: number): Promise<string> {
    return whatsNewJson(this.database.reads, limit);
  }

  private change(id: string, work: (state: BatchState, tx: WriteTransaction) => Promise<void>): Promise<void> {
    return this.database.write(async (tx) => work(await stateOf(tx, id), tx));
  }
}

async function stateOf(reader: Reader, id: string): Promise<BatchState> {
  return (await findBatchState(reader, id)) ?? refuseUnknown(id);
}

function refuseUnknown(id: string): never {
  throw new CodedError('NOT_FOUND', `the changelog has no batch with the id ${JSON.stringify(id)}`);
}

const alreadyOpen = () =>
  new CodedError('BATCH_ALREADY_OPEN', 'a batch is open already; close it before you open another');
