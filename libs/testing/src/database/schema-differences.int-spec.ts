import { describe, expect, it } from '@jest/globals';
import { type DatabaseSpec, ForwardMigration, OUTBOX_AND_INBOX_DDL } from '@pezzottify/persistence';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { schemaDifferences } from './schema-differences.js';

@Entity('thing')
@Index('thing_colour', ['colour'])
class ThingEntity {
  @PrimaryColumn('text')
  name: string;

  @Column('text', { nullable: true })
  colour: string | null;
}

const THING = 'CREATE TABLE thing (name TEXT PRIMARY KEY NOT NULL, colour TEXT)';
const THING_COLOUR = 'CREATE INDEX thing_colour ON thing (colour)';

const differencesAfter = (...statements: string[]) => {
  class Create1700000000000 extends ForwardMigration {
    protected readonly statements = statements;
  }
  const spec: DatabaseSpec = {
    name: 'things',
    fileName: 'things.db',
    entities: [ThingEntity],
    migrations: [Create1700000000000],
  };
  return schemaDifferences(spec);
};

describe('schemaDifferences', () => {
  it('finds none between a migration and the entities it is for', async () => {
    const search = "CREATE VIRTUAL TABLE search_fts USING fts5 (text, tokenize = 'trigram')";
    expect(await differencesAfter(THING, THING_COLOUR, search, ...OUTBOX_AND_INBOX_DDL)).toEqual([]);
  });

  it('finds what the migration forgot', async () => {
    expect(await differencesAfter(THING)).toEqual([expect.stringContaining('CREATE INDEX "thing_colour"')]);
    expect(await differencesAfter(THING.replace(', colour TEXT', ''))).not.toEqual([]);
    expect(await differencesAfter(THING.replace('colour TEXT', 'colour TEXT NOT NULL'), THING_COLOUR)).not.toEqual([]);
    expect(await differencesAfter('CREATE TABLE other (id INTEGER)')).not.toEqual([]);
  });

  it('finds what no entity describes', async () => {
    const extra = [THING, THING_COLOUR, 'CREATE TABLE extra (id INTEGER)'];
    expect(await differencesAfter(...extra)).toEqual(['no entity describes the table extra']);
    const column = [THING.replace('colour TEXT', 'colour TEXT, size INTEGER'), THING_COLOUR];
    expect(await differencesAfter(...column)).not.toEqual([]);
  });
});
