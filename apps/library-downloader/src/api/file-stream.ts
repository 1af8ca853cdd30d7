import { type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ByteSpan } from './plan-response.js';

const CHUNK_BYTES = 256 * 1024;

/**
 * A file that got shorter meanwhile must break the connection: without it a receiver waits for bytes that Content-Length
 * promised and that never come.
 */
async function* bytesIn(handle: FileHandle, { start, end }: ByteSpan): AsyncGenerator<Buffer> {
  for (let position = start; position < end;) {
    const length = Math.min(CHUNK_BYTES, end - position);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, position);
    if (bytesRead === 0) throw new Error('The file got shorter while it was sent');
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** Closes the handle when the last byte was read or the receiver has gone. */
export function fileStream(handle: FileHandle, span: ByteSpan, onClose: () => void): Readable {
  const stream = Readable.from(bytesIn(handle, span), { objectMode: false, highWaterMark: CHUNK_BYTES });
  return stream.once('close', () => {
    void handle.close().finally(onClose);
  });
}
