import { describe, expect, it } from '@jest/globals';
import { audioContainerOf, hasExtensionOf } from './audio-container.js';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

describe('audioContainerOf', () => {
  it.each([
    ['FLAC', bytes('fLaC'), 'audio/flac'],
    ['Ogg', bytes('OggS'), 'audio/ogg'],
    ['an ID3 tag', bytes('ID3', [4]), 'audio/mpeg'],
    ['an MPEG frame', bytes([0xff, 0xfb, 0x90, 0x64]), 'audio/mpeg'],
    ['an MPEG 2 layer III frame', bytes([0xff, 0xf3, 0x40, 0xc0]), 'audio/mpeg'],
    ['an ADTS frame', bytes([0xff, 0xf1, 0x50, 0x80]), 'audio/aac'],
    ['an MPEG-4 file', bytes([0, 0, 0, 0x20], 'ftypM4A '), 'audio/mp4'],
    ['a WAVE file', bytes('RIFF', [1, 2, 3, 4], 'WAVE'), 'audio/wav'],
  ])('recognises %s', (_name, head, contentType) => {
    expect(audioContainerOf(head)?.contentType).toBe(contentType);
  });

  it.each([
    ['nothing', bytes()],
    ['text', bytes('<!DOCTYPE html>')],
    ['another RIFF file', bytes('RIFF', [1, 2, 3, 4], 'WEBP')],
    ['a reserved layer that is not ADTS either', bytes([0xff, 0xe1])],
  ])('does not take %s for audio', (_name, head) => {
    expect(audioContainerOf(head)).toBeNull();
  });

  it('knows under which endings a container goes', () => {
    const ogg = audioContainerOf(bytes('OggS'))!;
    expect(hasExtensionOf(ogg, 'a/b.OPUS')).toBe(true);
    expect(hasExtensionOf(ogg, 'a/b.mp3')).toBe(false);
  });
});
