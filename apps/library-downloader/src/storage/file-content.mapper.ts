import { NO_TAGS, type AudioFacts, type AudioTags, type FileContent } from '../scan/known-file.js';

type StoredTags = Partial<AudioTags>;
type StoredContent = Exclude<FileContent, { kind: 'audio' }> | StoredAudio;
interface StoredAudio {
  kind: 'audio';
  audio: Omit<AudioFacts, 'tags'> & { tags: StoredTags };
}

/** What most files have nothing to say about is not stored: 50,000 rows are read at every start. */
const isSilent = (value: unknown): boolean => value === false || (Array.isArray(value) && value.length === 0);

const spoken = (tags: AudioTags): StoredTags =>
  Object.fromEntries(Object.entries(tags).filter(([, value]) => !isSilent(value)));

export function storedContent(content: FileContent): string {
  if (content.kind !== 'audio') return JSON.stringify(content);
  const { tags, ...facts } = content.audio;
  return JSON.stringify({ kind: 'audio', audio: { ...facts, tags: spoken(tags) } } satisfies StoredAudio);
}

export function contentOf(stored: string): FileContent {
  const content = JSON.parse(stored) as StoredContent;
  if (content.kind !== 'audio') return content;
  const { tags, ...facts } = content.audio;
  return { kind: 'audio', audio: { ...facts, tags: { ...NO_TAGS, ...tags } } };
}
