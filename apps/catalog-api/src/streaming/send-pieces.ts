import { type AnswerSink } from './answer-sink.js';
import { ChunkBuffers } from './chunk-buffers.js';
import { type OpenFile } from './open-file.js';

/**
 * Large reads are what makes sending fast; their number is bounded, so that hundreds of slow players do not each hold
 * one. Whoever gets none reads in small pieces.
 */
const LARGE = new ChunkBuffers({ bytes: 512 * 1024, maxTaken: 48, maxKept: 16 });
const SMALL = new ChunkBuffers({ bytes: 32 * 1024, maxKept: 64 });

/** A player that takes longer than this for one piece is playing, not downloading: the next pieces are small. */
const PACED_AFTER_MS = 250;

/** What is left to send: the bytes from `position` to `end`, both included. */
export interface Rest {
  position: number;
  end: number;
}

/** Sends the rest, one piece in memory at a time. Rejects when the file cannot be read on. */
export async function sendPieces(sink: AnswerSink, file: OpenFile, { position, end }: Rest): Promise<void> {
  let next = position;
  let isPaced = false;
  while (next <= end && sink.isOpen) {
    const startedAt = performance.now();
    next += await sendPiece(sink, file, { position: next, end }, chooseBuffers(isPaced, end - next + 1));
    isPaced = performance.now() - startedAt > PACED_AFTER_MS;
  }
}

/** Sends the next small piece; resolves with its length when the bytes have left this process. */
export const sendSmallPiece = (sink: AnswerSink, file: OpenFile, rest: Rest): Promise<number> =>
  sendPiece(sink, file, rest, SMALL);

async function sendPiece(sink: AnswerSink, file: OpenFile, rest: Rest, buffers: ChunkBuffers): Promise<number> {
  const buffer = buffers.take();
  try {
    const bytes = await file.read(buffer, Math.min(buffers.bytes, rest.end - rest.position + 1), rest.position);
    if (bytes === 0) throw new Error('the file became shorter while it was sent');
    await sink.write(buffer.subarray(0, bytes));
    return bytes;
  } finally {
    buffers.giveBack(buffer);
  }
}

const chooseBuffers = (isPaced: boolean, bytesLeft: number): ChunkBuffers =>
  isPaced || bytesLeft <= SMALL.bytes || !LARGE.hasFree ? SMALL : LARGE;
