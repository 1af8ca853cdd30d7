import { open } from 'node:fs/promises';
import { parseFile, type IAudioMetadata, type IPicture } from 'music-metadata';
import { audioContainerOf, CONTAINER_HEAD_BYTES, hasExtensionOf, type AudioContainer } from './audio-container.js';
import { type AudioFacts, type PictureFacts } from './known-file.js';
import { mapTags } from './map-tags.js';
import { pictureFactsOf } from './picture-facts.js';
import { FileSkippedError } from './scan.errors.js';

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CONTAINER_HEAD_BYTES), 0, CONTAINER_HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function containerOf(file: string): Promise<AudioContainer> {
  const container = audioContainerOf(await headOf(file));
  if (!container)
    throw new FileSkippedError('unknown_container', 'does not begin like any audio format that is served');
  if (hasExtensionOf(container, file)) return container;
  throw new FileSkippedError('wrong_extension', `begins like ${container.name}, which its name does not say`);
}

async function parse(file: string, options: { duration: boolean }): Promise<IAudioMetadata> {
  try {
    return await parseFile(file, options);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    // Some messages of the parser repeat the whole path, which is the server's business only.
    throw new FileSkippedError('broken', `cannot be parsed: ${cause.replaceAll(file, 'the file')}`, false, {
      cause: error,
    });
  }
}

/** Most files say how long they are; an MP3 of variable bitrate without such a header has to be read to its end. */
async function metadataOf(file: string): Promise<{ metadata: IAudioMetadata; durationMs: number }> {
  for (const duration of [false, true]) {
    const metadata = await parse(file, { duration });
    const durationMs = Math.round((metadata.format.duration ?? 0) * 1000);
    if (durationMs >= 1 && Number.isSafeInteger(durationMs)) return { metadata, durationMs };
  }
  throw new FileSkippedError('broken', 'contains no audio');
}

function frontPictures(pictures: readonly IPicture[]): IPicture[] {
  const isFront = ({ type }: IPicture) => /front/iu.test(type ?? '');
  return [...pictures.filter(isFront), ...pictures.filter((picture) => !isFront(picture))];
}

/** The front cover, or else the first picture that can be shown. */
function pictureOf(pictures: readonly IPicture[]): PictureFacts | null {
  for (const { data } of frontPictures(pictures)) {
    const facts = pictureFactsOf(data);
    if (facts) return facts;
  }
  return null;
}

/** Reads tags, duration and cover by seeking; the audio itself is not loaded. */
export async function readAudio(file: string): Promise<AudioFacts> {
  const container = await containerOf(file);
  const { metadata, durationMs } = await metadataOf(file);
  return {
    contentType: container.contentType,
    durationMs,
    isLossless: metadata.format.lossless === true,
    bitrate: Math.round(metadata.format.bitrate ?? 0),
    tags: mapTags(metadata),
    picture: pictureOf(metadata.common.picture ?? []),
  };
}

/** The bytes of the embedded picture with that id, or null when the file no longer has it. */
export async function readEmbeddedPicture(file: string, id: string): Promise<Uint8Array | null> {
  const { common } = await parse(file, { duration: false });
  return common.picture?.find(({ data }) => pictureFactsOf(data)?.id === id)?.data ?? null;
}
