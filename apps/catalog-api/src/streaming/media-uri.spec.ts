import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { join, sep } from 'node:path';
import { mediaUriProblem } from './media-uri.js';

describe('mediaUriProblem', () => {
  it.each(['audio/t1.ogg', 'a', 'audio/ab/cd/..name.flac', 'images/a b.jpg', '...'])('accepts %j', (uri) => {
    expect(mediaUriProblem(uri)).toBeUndefined();
  });

  it.each([
    ['', 'is blank'],
    ['  ', 'is blank'],
    ['/etc/passwd', 'is not relative'],
    ['../secret', 'contains the segment ".."'],
    ['audio/../../secret', 'contains the segment ".."'],
    ['audio/..', 'contains the segment ".."'],
    ['audio\\..\\secret', 'contains a backslash'],
    ['audio/a\0.ogg', 'contains NUL'],
  ])('refuses %j: %s', (uri, problem) => {
    expect(mediaUriProblem(uri)).toBe(problem);
  });

  it('never lets a path without problem leave the root', () => {
    const pieces = fc.constantFrom('..', '.', 'a', '/', '//', '\\', ' ', '\0', 'audio', '...');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const uri = parts.join('');
        fc.pre(mediaUriProblem(uri) === undefined);
        expect(`${join('/media', uri)}${sep}`.startsWith('/media/')).toBe(true);
      }),
    );
  });
});
