import { compareSchema, type DatabaseSpec } from '@pezzottify/persistence';
import { migratedFile } from './open-database.js';

/** What distinguishes the migrated database from its entities; empty when migrations and entities agree. */
export const schemaDifferences = async (spec: DatabaseSpec): Promise<string[]> =>
  compareSchema(spec, await migratedFile(spec));
