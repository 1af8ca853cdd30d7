import { describe, expect, it } from '@jest/globals';
import { imageTypeOf } from './image-type.js';

describe('imageTypeOf', () => {
  it.each([
    ['image/jpeg', Buffer.from('ffd8ffe000104a4649460001', 'hex')],
    ['image/png', Buffer.from('89504e470d0a1a0a0000000d', 'hex')],
    ['image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')],
    ['image/gif', Buffer.from('GIF89a\x01\0\x01\0\0\0', 'latin1')],
    ['image/gif', Buffer.from('GIF87a\x01\0\x01\0\0\0', 'latin1')],
  ])('knows %s', (type, head) => {
    expect(imageTypeOf(head)).toBe(type);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<!doctype html>')],
    ['a drawing that can carry scripts', Buffer.from('<svg xmlns="htt')],
    ['sound in the same container as WebP', Buffer.from('RIFF\x10\0\0\0WAVEfmt ', 'latin1')],
    ['the start of a JPEG', Buffer.from('ffd8', 'hex')],
    ['an earlier PNG', Buffer.from('89504e47', 'hex')],
  ])('does not take %s for an image', (_what, head) => {
    expect(imageTypeOf(head)).toBeUndefined();
  });
});
