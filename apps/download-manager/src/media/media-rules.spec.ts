import { resolve, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { audioContainerOf, id3Length, isImage } from './containers.js';
import { AUDIO_EXTENSIONS, audioUri, imageUri } from './media-paths.js';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

describe('media paths', () => {
  it.each([
    ['4uLU6hMCjMI75M1A2tKUQC', 'audio/4u/LU/6h/4uLU6hMCjMI75M1A2tKUQC.flac'],
    ['abcdef', 'audio/ab/cd/ef/abcdef.flac'],
    ['abcde', 'audio/abcde.flac'],
    ['-', 'audio/-.flac'],
    ['a/b', 'audio/c1/4c/dd/c14cddc033f64b9dea80ea675cf280a015e672516090a5626781153dc68fea11.flac'],
  ])('of %s is %s', (id, expected) => expect(audioUri(id, 'flac')).toBe(expected));

  it('of images always ends in jpg', () => {
    expect(imageUri('ab67616d')).toBe('images/ab/67/61/ab67616d.jpg');
    expect(imageUri('x'.repeat(129))).toMatch(/^images\/\w\w\/\w\w\/\w\w\/[0-9a-f]{64}\.jpg$/);
  });

  it('never leave the media root, whatever the id', () => {
    const parts = fc.constantFrom('..', '.', '/', '\\', '\0', 'a', '%2e', '\n', 'C:', '~', 'é', '-');
    const ids = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.array(parts, { minLength: 1 }).map((list) => list.join('')),
    );
    const extensions = fc.constantFrom(...AUDIO_EXTENSIONS);
    fc.assert(
      fc.property(ids, extensions, (id, extension) => {
        for (const uri of [audioUri(id, extension), imageUri(id)]) {
          expect(resolve('/media', uri).startsWith(`/media${sep}`)).toBe(true);
          expect(uri).toMatch(/^(audio|images)\/([\w-]{2}\/){0,3}[\w-]{1,128}\.[a-z0-9]{3,4}$/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('differ for different ids', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => a === b || imageUri(a) !== imageUri(b)));
  });
});

describe('the container', () => {
  it.each<[string, Buffer, string | undefined]>([
    ['FLAC', bytes('fLaC', [0, 0, 0, 34]), 'flac'],
    ['Ogg', bytes('OggS', [0, 2]), 'ogg'],
    ['a tagged MP3', bytes('ID3', [4, 0, 0, 0, 0, 0, 10]), 'mp3'],
    ['MPEG-1 layer III', bytes([0xff, 0xfb, 0x90, 0x00]), 'mp3'],
    ['MPEG-2 layer III', bytes([0xff, 0xf3, 0x90, 0x00]), 'mp3'],
    ['ADTS', bytes([0xff, 0xf1, 0x50, 0x80]), 'aac'],
    ['ADTS, MPEG-2', bytes([0xff, 0xf9, 0x50, 0x80]), 'aac'],
    ['MP4', bytes([0, 0, 0, 28], 'ftypM4A '), 'm4a'],
    ['WAVE', bytes('RIFF', [1, 2, 3, 4], 'WAVEfmt '), 'wav'],
    ['WebP', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), undefined],
    ['reserved MPEG version', bytes([0xff, 0xeb, 0x90, 0x00]), undefined],
    ['reserved layer', bytes([0xff, 0xe0, 0x90, 0x00]), undefined],
    ['HTML', bytes('<!doctype html>'), undefined],
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0]), undefined],
    ['too short', bytes([0xff]), undefined],
    ['nothing', bytes(), undefined],
  ])('of audio: %s', (_name, head, extension) => expect(audioContainerOf(head)?.extension).toBe(extension));

  it.each<[string, Buffer, boolean]>([
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0]), true],
    ['PNG', bytes([0x89], 'PNG\r\n\x1a\n'), true],
    ['GIF', bytes('GIF89a'), true],
    ['WebP', bytes('RIFF', [1, 2, 3, 4], 'WEBP'), true],
    ['SVG', bytes('<svg xmlns='), false],
    ['BMP', bytes('BM'), false],
    ['WAVE', bytes('RIFF', [1, 2, 3, 4], 'WAVE'), false],
    ['nothing', bytes(), false],
  ])('of an image: %s', (_name, head, expected) => expect(isImage(head)).toBe(expected));

  it('knows how long a tag in front is', () => {
    expect(id3Length(bytes('ID3', [4, 0, 0x00, 0, 0, 2, 1]))).toBe(10 + 257);
    expect(id3Length(bytes('ID3', [4, 0, 0x10, 0, 0, 2, 1]))).toBe(20 + 257);
    expect(id3Length(bytes('fLaC', [0, 0, 0, 0, 0, 0]))).toBe(0);
  });
});
