import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database, type Reader } from '@pezzottify/persistence';
import {
  ENTITY_ROWS,
  entityJson,
  exists,
  removeEntity,
  touchedByRemoval,
  unknownReferences,
} from '../../storage/catalog/editing/entity-rows.js';
import { CATALOG_DATABASE } from '../../tokens.js';
import { CatalogWriter } from '../changelog/catalog-writer.js';
import { type EntityKind } from '../changelog/change.js';
import { foundOr404 } from '../not-found.js';
import { type EntityEdits, type References } from './entity-edits.js';

/** An editor's changes to single entities. Each is one transaction; `create` and `replace` answer the entity as JSON text. */
@Injectable()
export class EditCatalogUsecase {
  constructor(
    private readonly writer: CatalogWriter,
    @Inject(CATALOG_DATABASE) private readonly database: Database,
  ) {}

  create<Kind extends EntityKind>(kind: Kind, id: string, edit: EntityEdits[Kind]): Promise<string> {
    return this.put(kind, id, edit, (isThere) => {
      if (isThere) throw new CodedError('ALREADY_EXISTS', `the catalog has the ${kind} ${JSON.stringify(id)} already`);
    });
  }

  replace<Kind extends EntityKind>(kind: Kind, id: string, edit: EntityEdits[Kind]): Promise<string> {
    return this.put(kind, id, edit, (isThere) => {
      foundOr404(kind, id, isThere || undefined);
    });
  }

  async remove(kind: EntityKind, id: string): Promise<void> {
    await this.database.write(async (tx) => {
      foundOr404(kind, id, (await exists(tx, kind, id)) || undefined);
      await this.writer.write(await touchedByRemoval(tx, kind, id), () => removeEntity(tx, kind, id));
    });
  }

  private put<Kind extends EntityKind>(
    kind: Kind,
    id: string,
    edit: EntityEdits[Kind],
    judge: (isThere: boolean) => void,
  ): Promise<string> {
    return this.writer.write({ [kind]: [id] }, async (tx) => {
      judge(await exists(tx, kind, id));
      await refuseUnknown(tx, ENTITY_ROWS[kind].references(edit));
      await ENTITY_ROWS[kind].put(tx, id, edit);
      return foundOr404(kind, id, await entityJson(tx, kind, id));
    });
  }
}

const MOST_NAMED = 5;

async function refuseUnknown(reader: Reader, references: References): Promise<void> {
  const unknown = await unknownReferences(reader, references);
  if (unknown.length === 0) return;
  const named = unknown.slice(0, MOST_NAMED).map(({ kind, id }) => `${kind} ${JSON.stringify(id)}`);
  const rest = unknown.length > MOST_NAMED ? ` and ${unknown.length - MOST_NAMED} more` : '';
  throw new CodedError('UNKNOWN_REFERENCE', `the catalog does not have ${named.join(', ')}${rest}`);
}
