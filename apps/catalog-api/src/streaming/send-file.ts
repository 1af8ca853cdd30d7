import { type ServerResponse } from 'node:http';
import { AnswerSink } from './answer-sink.js';
import { type ByteRange } from './byte-range.js';
import { KernelWay } from './kernel-way.js';
import { type OpenFile } from './open-file.js';
import { type Rest, sendPieces, sendSmallPiece } from './send-pieces.js';

/** Fewer bytes than this are sent faster by one read and one write. */
const LEAST_FOR_KERNEL = 128 * 1024;

/**
 * Writes the bytes of `range` to an answer whose head is out, and ends it: through the kernel where there is a way, else
 * through memory. Returns early when the client goes away. Rejects when the file cannot be read on; then the answer must
 * be broken off.
 */
export async function sendFile(answer: ServerResponse, file: OpenFile, range: ByteRange): Promise<void> {
  const sink = new AnswerSink(answer);
  try {
    const rest = { position: range.start, end: range.end };
    if (range.end - range.start >= LEAST_FOR_KERNEL) rest.position = await sendThroughKernel(sink, file, rest);
    await sendPieces(sink, file, rest);
    sink.end();
  } finally {
    sink.detach();
  }
}

/** Resolves with the position of the first byte that was not sent, which is the first of all if there is no way. */
async function sendThroughKernel(sink: AnswerSink, file: OpenFile, rest: Rest): Promise<number> {
  const way = await KernelWay.to(sink.ownSocket);
  if (!way) return rest.position;
  try {
    sink.sendHead();
    return await sendOn(way, sink, file, rest);
  } finally {
    way.close();
  }
}

/**
 * The kernel takes as much as the socket does. Then a small piece goes the ordinary way, for Node tells when that has left:
 * that is when the socket takes more.
 */
async function sendOn(way: KernelWay, sink: AnswerSink, file: OpenFile, { position, end }: Rest): Promise<number> {
  let next = position;
  while (next <= end && sink.isOpen && way.isClear) {
    const { sent, isFull } = await way.send(file, next, end - next + 1);
    // Not even the first bytes: whatever is in the way, it may stay there.
    if (sent === 0 && next === position) break;
    sink.countSentByKernel(sent);
    next += sent;
    if (isFull) next += await sendSmallPiece(sink, file, { position: next, end });
  }
  return next;
}
