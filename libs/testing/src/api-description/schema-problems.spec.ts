import { describe, expect, it } from '@jest/globals';
import { schemaProblems } from './schema-problems.js';

const NAMED = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    year: { type: 'integer', nullable: true },
    kind: { type: 'string', enum: ['a'] },
  },
};

describe('schemaProblems', () => {
  it('has nothing to say of a value that is as described', () => {
    const list = { type: 'array', items: NAMED };
    expect(schemaProblems(list, [{ id: 'x', year: null, kind: 'a' }])).toEqual([]);
    expect(schemaProblems({ type: 'number' }, 1.5)).toEqual([]);
  });

  it.each([
    [{ id: 'x', year: 1.5, kind: 'a' }, 'answer.year is no integer'],
    [{ id: null, year: 1, kind: 'a' }, 'answer.id is null'],
    [{ id: 'x', year: 1 }, 'answer.kind is missing'],
    [{ id: 'x', year: 1, kind: 'b' }, 'answer.kind is none of the words'],
    [{ id: 'x', year: 1, kind: 'a', more: 1 }, 'answer.more is not described'],
    [[], 'answer is no object'],
  ])('%j: %s', (value, problem) => {
    expect(schemaProblems(NAMED, value)).toEqual([problem]);
  });
});
