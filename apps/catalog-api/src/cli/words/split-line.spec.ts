import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../usage.error.js';
import { splitLine, wordsOf, written } from './split-line.js';

describe('the words of a line', () => {
  it.each<[string, string[]]>([
    ['', []],
    [' \t ', []],
    ['show maria', ['show', 'maria']],
    ['  show \t maria  ', ['show', 'maria']],
    ['show "Anna Bell"', ['show', 'Anna Bell']],
    ["show 'Anna Bell'", ['show', 'Anna Bell']],
    ['show Anna\\ Bell', ['show', 'Anna Bell']],
    ['show An"na B"ell', ['show', 'Anna Bell']],
    [`a "it's" 'say "x"'`, ['a', "it's", 'say "x"']],
    ['a "\\"\\\\\\n" b', ['a', '"\\\\n', 'b']],
    ["a '\\' b", ['a', '\\', 'b']],
    [`a ''"" b`, ['a', '', 'b']],
    ['a \\\\ \\" \\x', ['a', '\\', '"', 'x']],
    ['a \\', ['a', '\\']],
    ['show Zoë\u00a0x 🎵', ['show', 'Zoë', 'x', '🎵']],
  ])('%j', (line, words) => {
    expect(wordsOf(line)).toEqual(words);
  });

  it.each(['show "Anna', "show 'Anna", 'show "Anna\\"', "show 'a\\'b'"])('of %j are not complete', (line) => {
    expect(() => wordsOf(line)).toThrow(UsageError);
  });

  it('may be written so that they are read back, in any quotes', () => {
    const word = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom(undefined, "'" as const, '"' as const))), (words) => {
        const line = words.map(([text, quote]) => written(text, quote)).join(' ');
        expect(wordsOf(line)).toEqual(words.map(([text]) => text));
      }),
    );
  });
});

describe('the word at the end of a line', () => {
  it.each([
    ['show ', undefined],
    ['show ma', { text: 'ma', typed: 'ma', openQuote: undefined }],
    ['show "Anna B', { text: 'Anna B', typed: '"Anna B', openQuote: '"' }],
    ["show 'it", { text: 'it', typed: "'it", openQuote: "'" }],
    ['show Anna\\ B', { text: 'Anna B', typed: 'Anna\\ B', openQuote: undefined }],
  ])('%j', (line, last) => {
    expect(splitLine(line)).toEqual({ words: ['show'], last });
  });
});
