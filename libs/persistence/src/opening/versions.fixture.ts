import { notes } from '../database.fixture.js';
import { ForwardMigration } from '../forward-migration.js';
import { type DatabaseSpec } from './database-spec.js';

class AddColour1700000001000 extends ForwardMigration {
  protected readonly statements = ["ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'"];
}

class AddSize1700000002000 extends ForwardMigration {
  protected readonly statements = ['ALTER TABLE note ADD COLUMN size INTEGER'];
}

class AddNothing1700000003000 extends ForwardMigration {
  protected readonly statements = ['ALTER TABLE note ADD COLUMN weight INTEGER', 'INSERT INTO nowhere VALUES (1)'];
}

class OrphanRemarks1700000004000 extends ForwardMigration {
  protected readonly statements = ['INSERT INTO remark (note_id) VALUES (12345)'];
}

const version = (...added: DatabaseSpec['migrations']): DatabaseSpec => ({
  ...notes,
  migrations: [...added, ...notes.migrations],
});

/** The notes database as successive versions of a program know it, and two versions that cannot be reached. */
export const versions = {
  one: notes,
  two: version(AddColour1700000001000),
  three: version(AddSize1700000002000, AddColour1700000001000),
  broken: version(AddNothing1700000003000),
  orphaning: version(OrphanRemarks1700000004000),
};
