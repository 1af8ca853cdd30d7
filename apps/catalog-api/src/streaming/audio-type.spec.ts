import { describe, expect, it } from '@jest/globals';
import { TRACK_FORMATS } from '@pezzottify/contracts';
import { audioTypeOf } from './audio-type.js';

describe('audioTypeOf', () => {
  it.each([
    ['OggVorbis96', 'a.ogg', 'audio/ogg'],
    ['OggVorbis320', 'a.mp3', 'audio/ogg'],
    ['Mp3_96', 'a.mp3', 'audio/mpeg'],
    ['Mp3_320', 'a', 'audio/mpeg'],
    ['Flac', 'a.flac', 'audio/flac'],
    ['Aac160', 'a.m4a', 'audio/mp4'],
    ['Aac24', 'a.MP4', 'audio/mp4'],
    ['Aac320', 'a.aac', 'audio/aac'],
    ['Aac48', 'a', 'audio/aac'],
    ['Unknown', 'a.wav', 'audio/wav'],
    ['Unknown', 'a.flac', 'audio/flac'],
    ['Unknown', 'a.M4A', 'audio/mp4'],
    ['Unknown', 'a.opus', 'audio/ogg'],
    ['Unknown', 'a.exe', 'application/octet-stream'],
    ['Unknown', 'a', 'application/octet-stream'],
  ] as const)('%s in %s is %s', (format, uri, type) => {
    expect(audioTypeOf(format, uri)).toBe(type);
  });

  it('knows every stored format', () => {
    const unnamed = TRACK_FORMATS.filter((format) => audioTypeOf(format, 'x') === 'application/octet-stream');
    expect(unnamed).toEqual(['Unknown']);
  });
});
