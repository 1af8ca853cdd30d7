import { type ServerResponse } from 'node:http';
import { AnswerSink } from './answer-sink.js';
import { ChunkBuffers } from './chunk-buffers.js';
import { type ByteRange } from './byte-range.js';
import { type OpenFile } from './open-file.js';

/**
 * Large reads are what makes sending fast; their number is bounded, so that hundreds of slow players do not each hold
 * one. Whoever gets none reads in small pieces.
 */
const LARGE = new ChunkBuffers({ bytes: 512 * 1024, maxTaken: 48, maxKept: 16 });
const SMALL = new ChunkBuffers({ bytes: 32 * 1024, maxKept: 64 });

/** A player that takes longer than this for one piece is playing, not downloading: the next pieces are small. */
const PACED_AFTER_MS = 250;

/**
 * Writes the bytes of `range` to an answer whose head is out, one piece in memory at a time, and ends it. Returns early
 * when the client goes away. Rejects when the file cannot be read on; then the answer must be broken off.
 */
export async function sendFile(answer: ServerResponse, file: OpenFile, range: ByteRange): Promise<void> {
  const sink = new AnswerSink(answer);
  try {
    await sendPieces(sink, file, range);
    sink.end();
  } finally {
    sink.detach();
  }
}

async function sendPieces(sink: AnswerSink, file: OpenFile, { start, end }: ByteRange): Promise<void> {
  let position = start;
  let isPaced = false;
  while (position <= end && sink.isOpen) {
    const buffers = chooseBuffers(isPaced, end - position + 1);
    const startedAt = performance.now();
    position += await sendPiece(sink, file, { buffers, position, end });
    isPaced = performance.now() - startedAt > PACED_AFTER_MS;
  }
}

interface Piece {
  buffers: ChunkBuffers;
  position: number;
  end: number;
}

async function sendPiece(sink: AnswerSink, file: OpenFile, { buffers, position, end }: Piece): Promise<number> {
  const buffer = buffers.take();
  try {
    const bytes = await file.read(buffer, Math.min(buffers.bytes, end - position + 1), position);
    if (bytes === 0) throw new Error('the file became shorter while it was sent');
    await sink.write(buffer.subarray(0, bytes));
    return bytes;
  } finally {
    buffers.giveBack(buffer);
  }
}

const chooseBuffers = (isPaced: boolean, bytesLeft: number): ChunkBuffers =>
  isPaced || bytesLeft <= SMALL.bytes || !LARGE.hasFree ? SMALL : LARGE;
