import { describe, expect, it } from '@jest/globals';
import { type EntityKind, type Snapshot } from './change.js';
import { changesBetween } from './changes-between.js';

const album = { id: 'b1', name: 'Night Bus', date: 10, release_date: 10, genres: ['jazz'], artists_ids: ['a1'] };

const changes = (before: Snapshot | undefined, after: Snapshot | undefined, kind: EntityKind = 'album') => {
  const of = (snapshot: Snapshot | undefined) => new Map(snapshot ? [['b1', snapshot]] : []);
  return changesBetween(kind, ['b1'], of(before), of(after));
};

describe('changesBetween', () => {
  it('notes a new entity with every field, from null', () => {
    expect(changes(undefined, album)).toEqual([
      {
        kind: 'album',
        id: 'b1',
        operation: 'create',
        snapshot: album,
        summary: 'Created album "Night Bus"',
        fields: {
          id: { old: null, new: 'b1' },
          name: { old: null, new: 'Night Bus' },
          release_date: { old: null, new: 10 },
          genres: { old: null, new: ['jazz'] },
          artists_ids: { old: null, new: ['a1'] },
        },
      },
    ]);
  });

  it('notes only the fields an update changes, the date under one name', () => {
    const later = { ...album, name: 'Night Bus Atlas', date: 20, release_date: 20, genres: ['jazz'] };
    expect(changes(album, later)).toMatchObject([
      {
        operation: 'update',
        snapshot: later,
        summary: 'Updated album "Night Bus Atlas"',
        fields: { name: { old: 'Night Bus', new: 'Night Bus Atlas' }, release_date: { old: 10, new: 20 } },
      },
    ]);
    expect(Object.keys(changes(album, later)[0]!.fields)).toEqual(['name', 'release_date']);
  });

  it('sees a change of order in a relationship', () => {
    const [change] = changes({ ...album, artists_ids: ['a1', 'a2'] }, { ...album, artists_ids: ['a2', 'a1'] });
    expect(change?.fields).toEqual({ artists_ids: { old: ['a1', 'a2'], new: ['a2', 'a1'] } });
  });

  it('notes a deleted entity as it was', () => {
    expect(changes(album, undefined)).toMatchObject([
      { operation: 'delete', snapshot: album, summary: 'Deleted album "Night Bus"', fields: { name: { new: null } } },
    ]);
  });

  it('says nothing about what did not change or never was', () => {
    expect(changes(album, { ...album })).toEqual([]);
    expect(changes(undefined, undefined)).toEqual([]);
  });

  it('calls images by their id', () => {
    expect(changes(undefined, { id: 'b1', uri: 'images/b1.jpg' }, 'image')[0]?.summary).toBe('Created image "b1"');
  });
});
