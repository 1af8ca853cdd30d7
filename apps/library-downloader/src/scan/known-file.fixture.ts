import { NO_TAGS, type AudioFacts, type AudioTags, type KnownFile, type PictureFacts } from './known-file.js';

/** Files as a scan would have read them, for the specs of what is made of them. */

export const tagsOf = (tags: Partial<AudioTags>): AudioTags => ({ ...NO_TAGS, ...tags });

export const audioFile = (path: string, tags: Partial<AudioTags> = {}, facts: Partial<AudioFacts> = {}): KnownFile => ({
  path,
  size: 1000,
  modifiedMicros: 1,
  content: {
    kind: 'audio',
    audio: {
      contentType: 'audio/mpeg',
      durationMs: 180_000,
      isLossless: false,
      bitrate: 128_000,
      tags: tagsOf(tags),
      picture: null,
      ...facts,
    },
  },
});

export const picture = (id: string, facts: Partial<PictureFacts> = {}): PictureFacts => ({
  id: id.padEnd(40, '0'),
  contentType: 'image/jpeg',
  width: 600,
  height: 600,
  bytes: 1000,
  ...facts,
});

export const imageFile = (path: string, id: string): KnownFile => ({
  path,
  size: 1000,
  modifiedMicros: 1,
  content: { kind: 'image', image: picture(id) },
});

export const brokenFile = (path: string): KnownFile => ({
  path,
  size: 1000,
  modifiedMicros: 1,
  content: { kind: 'skipped', skip: { reason: 'broken', message: 'cannot be parsed' }, isRetryable: false },
});
