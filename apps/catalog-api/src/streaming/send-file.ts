import { type ServerResponse } from 'node:http';
import { ChunkBuffers } from './chunk-buffers.js';
import { type ByteRange } from './byte-range.js';
import { type OpenFile } from './open-file.js';

/**
 * Large reads are what makes sending fast; their number is bounded, so that hundreds of slow players do not each hold
 * one. Whoever gets none reads in small pieces.
 */
const LARGE = new ChunkBuffers({ bytes: 256 * 1024, maxTaken: 64, maxKept: 16 });
const SMALL = new ChunkBuffers({ bytes: 64 * 1024, maxKept: 16 });

/** A player that takes longer than this for one piece is playing, not downloading: the next pieces are small. */
const PACED_AFTER_MS = 250;

/**
 * Writes the bytes of `range` to an answer whose head is out, one piece in memory at a time, and ends it. Returns early
 * when the client goes away. Rejects when the file cannot be read on; then the answer must be broken off.
 */
export async function sendFile(answer: ServerResponse, file: OpenFile, { start, end }: ByteRange): Promise<void> {
  let position = start;
  let isPaced = false;
  while (position <= end && isReachable(answer)) {
    const buffers = chooseBuffers(isPaced, end - position + 1);
    const startedAt = performance.now();
    position += await sendPiece(answer, file, { buffers, position, end });
    isPaced = performance.now() - startedAt > PACED_AFTER_MS;
  }
  if (isReachable(answer)) answer.end();
}

interface Piece {
  buffers: ChunkBuffers;
  position: number;
  end: number;
}

async function sendPiece(answer: ServerResponse, file: OpenFile, { buffers, position, end }: Piece): Promise<number> {
  const buffer = buffers.take();
  try {
    const bytes = await file.read(buffer, Math.min(buffers.bytes, end - position + 1), position);
    if (bytes === 0) throw new Error('the file became shorter while it was sent');
    await writeOut(answer, buffer.subarray(0, bytes));
    return bytes;
  } finally {
    buffers.giveBack(buffer);
  }
}

const chooseBuffers = (isPaced: boolean, bytesLeft: number): ChunkBuffers =>
  isPaced || bytesLeft <= SMALL.bytes || !LARGE.hasFree ? SMALL : LARGE;

const isReachable = (answer: ServerResponse): boolean => !answer.destroyed && !answer.closed;

/**
 * Resolves when the piece has left this process or never will: only then its buffer may be used again. The socket is
 * watched beside the answer, because an answer that waits its turn behind another one hears of no end of the connection.
 */
function writeOut(answer: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const { socket } = answer.req;
    const done = () => {
      answer.off('close', done);
      socket.off('close', done);
      resolve();
    };
    answer.once('close', done);
    socket.once('close', done);
    answer.write(bytes, done);
  });
}
