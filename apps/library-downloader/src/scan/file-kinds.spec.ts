import { describe, expect, it } from '@jest/globals';
import { fileKindOf } from './file-kinds.js';

describe('fileKindOf', () => {
  it.each([
    ['01 - Depot.MP3', 'audio'],
    ['x.opus', 'audio'],
    ['Folder.JPG', 'image'],
    ['artist.webp', 'image'],
    ['holiday.jpg', null],
    ['cover.txt', null],
    ['lossless.ape', 'unsupported'],
    ['.mp3', null],
    ['README', null],
  ])('takes %s for %s', (name, kind) => {
    expect(fileKindOf(name)).toBe(kind);
  });
});
