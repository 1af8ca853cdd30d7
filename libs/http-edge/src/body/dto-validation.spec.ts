import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@pezzottify/contracts';
import { IsArray, IsString } from 'class-validator';
import { Note } from '../test-app/notes.controller.js';
import { toDto } from './dto-validation.js';

const parse = (json: string) => toDto(Note, JSON.parse(json), 'INVALID_BODY');

function problem(json: string): string {
  try {
    parse(json);
  } catch (error) {
    if (error instanceof CodedError) return `${error.code}: ${error.message}`;
  }
  throw new Error('nothing was refused');
}

describe('toDto', () => {
  it('gives an instance of the class with its defaults', () => {
    const note = parse('{"title":"x"}');
    expect(note).toBeInstanceOf(Note);
    expect(JSON.parse(JSON.stringify(note))).toEqual({ title: 'x', rank: null, tags: null });
  });

  it('takes null for a nullable key', () => {
    expect(parse('{"title":"x","rank":null}').rank).toBeNull();
  });

  it('drops keys it does not know, at every depth', () => {
    const note = parse('{"title":"x","more":[1],"tags":[{"key":"a","value":true,"more":1}]}');
    expect(JSON.parse(JSON.stringify(note))).toEqual({
      title: 'x',
      rank: null,
      tags: [{ key: 'a', value: true }],
    });
  });

  it.each([
    ['{"title":5}', 'title must be a string'],
    ['{"title":"one that is much too long"}', 'title must be shorter than or equal to 20 characters'],
    ['{}', 'title is missing, must be a string'],
    ['{"title":null,"rank":"7"}', 'title must be a string; rank must be an integer number'],
    ['{"title":"x","rank":"7"}', 'rank must be an integer number'],
    ['{"title":"x","rank":1.5}', 'rank must be an integer number'],
    ['{"title":"x","rank":true}', 'rank must be an integer number'],
    ['{"title":"x","tags":[{"key":"a","value":"true"}]}', 'tags.0.value must be a boolean value'],
    ['{"title":"x","tags":[{"value":true}]}', 'tags.0.key is missing, must be a string'],
    ['{"title":"x","tags":{"0":1}}', 'tags must be an array'],
    ['{"title":"x","tags":7}', 'tags must be an array'],
    ['{"title":"x","tags":[[]]}', 'tags: each value in tags must be an object'],
    ['{"title":"x","tags":[[{"key":"a","value":true}]]}', 'tags: each value in tags must be an object'],
    ['{"title":"x","tags":[null]}', 'tags: each value in tags must be an object'],
  ])('refuses %s', (json, message) => {
    expect(problem(json)).toBe(`INVALID_BODY: ${message}`);
  });

  it.each([
    ['{}', 'words is missing, must be an array'],
    ['{"words":null}', 'words must be an array'],
    ['{"words":[5]}', 'words: each value in words must be a string'],
  ])('says of the list in %s first that it is none', (json, message) => {
    class Words {
      @IsString({ each: true })
      @IsArray()
      words: string[];
    }
    expect(() => toDto(Words, JSON.parse(json), 'INVALID_BODY')).toThrow(message);
  });

  it.each(['[]', 'null', '"x"', '5'])('refuses %s, which is no object', (json) => {
    expect(problem(json)).toBe('INVALID_BODY: the body must be a JSON object');
  });

  it.each([
    '{"title":"x","__proto__":{"rank":9,"polluted":true}}',
    '{"title":"x","constructor":{"prototype":{"polluted":true}}}',
    '{"title":"x","tags":[{"key":"a","value":true,"__proto__":{"polluted":true}}]}',
  ])('takes no harm from %s', (json) => {
    const note = parse(json);
    expect([note.rank, Object.getPrototypeOf(note), 'polluted' in {}]).toEqual([null, Note.prototype, false]);
  });

  it('refuses more values than can be looked at while others wait, keys it does not know left out', () => {
    const tagged = (count: number) => ({ title: 'x', tags: Array(count).fill({ key: 'a', value: true }) });
    expect(toDto(Note, { ...tagged(3332), more: Array(20_000).fill(1) }, 'INVALID_BODY').tags).toHaveLength(3332);
    expect(problem(JSON.stringify(tagged(3333)))).toBe('INVALID_BODY: the body holds too many values; allowed: 10000');
  });

  it('does not repeat the value', () => {
    expect(problem('{"title":{"password":"hunter2"}}')).not.toContain('hunter2');
  });
});
