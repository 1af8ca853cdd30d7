import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { ForwardMigration } from './forward-migration.js';
import { OUTBOX_AND_INBOX_DDL } from './message-tables.js';
import { type DatabaseSpec } from './opening/database-spec.js';

@Entity('note')
export class NoteEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column('text', { unique: true })
  text: string;
}

class CreateNotes1700000000000 extends ForwardMigration {
  protected readonly statements = [
    'CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, text TEXT NOT NULL UNIQUE)',
    'CREATE TABLE remark (id INTEGER PRIMARY KEY, note_id INTEGER NOT NULL REFERENCES note DEFERRABLE INITIALLY DEFERRED)',
    ...OUTBOX_AND_INBOX_DDL,
  ];
}

/** A small database for the specs of this lib; its foreign key is checked at the commit. */
export const notes: DatabaseSpec = {
  name: 'notes',
  fileName: 'notes.db',
  entities: [NoteEntity],
  migrations: [CreateNotes1700000000000],
};

class CreateLedger1700000000000 extends ForwardMigration {
  protected readonly statements = [
    'CREATE TABLE ledger (id INTEGER PRIMARY KEY, unit INTEGER NOT NULL, part INTEGER NOT NULL)',
    'CREATE UNIQUE INDEX ledger_unit_part ON ledger (unit, part)',
  ];
}

/** Groups of rows that only make sense whole. */
export const ledger: DatabaseSpec = {
  name: 'ledger',
  fileName: 'ledger.db',
  entities: [],
  migrations: [CreateLedger1700000000000],
};
