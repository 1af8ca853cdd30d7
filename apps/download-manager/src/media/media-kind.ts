import { AUDIO_EXTENSIONS, audioUri, imageUri } from './media-paths.js';
import { type AudioFacts, inspectAudio } from './inspect-audio.js';
import { type ImageFacts, inspectImage } from './inspect-image.js';

/** What the store has to know about one kind of media; `Facts` is what its bytes tell. */
export interface MediaKind<Facts> {
  readonly maxBytes: number;
  /** Everywhere a file of this id may lie; all in one folder. */
  possibleUris(id: string): readonly [string, ...string[]];
  uri(id: string, facts: Facts): string;
  inspect(path: string): Promise<Facts>;
  agrees(facts: Facts, contentType: string): boolean;
}

export const AUDIO: MediaKind<AudioFacts> = {
  maxBytes: 4 * 1024 ** 3,
  possibleUris: (id) => {
    const [first, ...rest] = AUDIO_EXTENSIONS;
    return [audioUri(id, first), ...rest.map((extension) => audioUri(id, extension))];
  },
  uri: (id, { extension }) => audioUri(id, extension),
  inspect: inspectAudio,
  agrees: ({ mediaTypes }, contentType) => mediaTypes.includes(contentType),
};

export const IMAGE: MediaKind<ImageFacts> = {
  maxBytes: 50 * 1024 ** 2,
  possibleUris: (id) => [imageUri(id)],
  uri: imageUri,
  inspect: inspectImage,
  agrees: (_facts, contentType) => contentType.startsWith('image/'),
};
