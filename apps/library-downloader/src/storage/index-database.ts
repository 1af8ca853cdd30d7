import { type DatabaseSpec } from '@pezzottify/persistence';
import { CreateIndex1762000000000 } from './create-index.migration.js';
import { IndexPropertyEntity } from './index-property.entity.js';
import { KnownFileEntity } from './known-file.entity.js';

export const indexDatabase = (fileName: string): DatabaseSpec => ({
  name: 'library-index',
  fileName,
  entities: [KnownFileEntity, IndexPropertyEntity],
  migrations: [CreateIndex1762000000000],
});
