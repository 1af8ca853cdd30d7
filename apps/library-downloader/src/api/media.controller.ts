import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Library, type PictureSource, type TrackEntry } from '../index/library.js';
import { readEmbeddedPicture } from '../scan/read-audio.js';
import { ApiError, unknownEntity } from './api.errors.js';
import { type AudioSlots } from './audio-slots.js';
import { fileStream } from './file-stream.js';
import { openLibraryFile, type OpenedFile } from './open-library-file.js';
import { planResponse, type Representation } from './plan-response.js';

export interface MediaParts {
  /** Real path of the library folder. */
  root: string;
  library: () => Library;
  slots: AudioSlots;
}

interface ById {
  Params: { id: string };
}
type MediaRequest = FastifyRequest<ById>;

/** An image's id is its content, so nobody has to ask twice. */
const FOREVER = 'public, max-age=31536000, immutable';
const REVALIDATE = 'no-cache';

const fileEtag = ({ size, mtimeMs }: OpenedFile['stats']): string => `"${size.toString(36)}-${mtimeMs.toString(36)}"`;

const representationOf = ({ stats }: OpenedFile, { contentType }: { contentType: string }): Representation => ({
  size: stats.size,
  contentType,
  etag: fileEtag(stats),
  modifiedAt: stats.mtime,
  cacheControl: REVALIDATE,
});

const pictureRepresentation = ({ id, contentType, bytes }: PictureSource): Representation => ({
  size: bytes,
  contentType,
  etag: `"${id}"`,
  modifiedAt: null,
  cacheControl: FOREVER,
});

/** Sends the planned part of an open file and closes it, whatever happens. */
async function sendFile(
  request: MediaRequest,
  reply: FastifyReply,
  file: OpenedFile,
  content: Representation,
  onClose: () => void,
): Promise<FastifyReply> {
  let isStreaming = false;
  try {
    const { status, headers, span } = planResponse(request.headers, content);
    void reply.code(status).headers(headers);
    if (request.method === 'HEAD' || status === 304) return await reply.send();
    isStreaming = true;
    return await reply.send(fileStream(file.handle, span, onClose));
  } finally {
    if (!isStreaming) await file.handle.close().finally(onClose);
  }
}

async function sendAudio(request: MediaRequest, reply: FastifyReply, { root, slots }: MediaParts, track: TrackEntry) {
  const release = request.method === 'HEAD' ? () => undefined : slots.take();
  const file = await openLibraryFile(root, track.path).catch((error: unknown) => {
    release();
    throw error;
  });
  return sendFile(request, reply, file, representationOf(file, track), release);
}

async function embeddedBytes(root: string, { path, id }: PictureSource): Promise<Buffer> {
  const { handle } = await openLibraryFile(root, path);
  await handle.close();
  const bytes = await readEmbeddedPicture(`${root}/${path}`, id).catch(() => null);
  if (!bytes) throw new ApiError('NOT_FOUND', 'The picture has left the library since it was indexed');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function sendEmbedded(request: MediaRequest, reply: FastifyReply, root: string, picture: PictureSource) {
  const { status, headers, span } = planResponse(request.headers, pictureRepresentation(picture));
  void reply.code(status).headers(headers);
  if (request.method === 'HEAD' || status === 304) return reply.send();
  return reply.send((await embeddedBytes(root, picture)).subarray(span.start, span.end));
}

async function sendPictureFile(request: MediaRequest, reply: FastifyReply, root: string, picture: PictureSource) {
  const file = await openLibraryFile(root, picture.path);
  if (file.stats.size === picture.bytes)
    return sendFile(request, reply, file, pictureRepresentation(picture), () => undefined);
  await file.handle.close();
  throw new ApiError('NOT_FOUND', 'The picture has changed since it was indexed');
}

/** Audio and images, whole or in part. */
export function mediaController(fastify: FastifyInstance, parts: MediaParts): void {
  const { root, library } = parts;
  const method = ['GET', 'HEAD'];

  fastify.route<ById>({
    method,
    url: '/track/:id/audio',
    handler: (request, reply) => {
      const track = library().tracks.get(request.params.id);
      if (!track) throw unknownEntity('track', request.params.id);
      return sendAudio(request, reply, parts, track);
    },
  });
  fastify.route<ById>({
    method,
    url: '/image/:id',
    handler: (request, reply) => {
      const picture = library().pictures.get(request.params.id);
      if (!picture) throw unknownEntity('image', request.params.id);
      return picture.isEmbedded
        ? sendEmbedded(request, reply, root, picture)
        : sendPictureFile(request, reply, root, picture);
    },
  });
}
