import { type IncomingMessage, ServerResponse } from 'node:http';

/**
 * Counts the bytes of the request's body as they arrive, whoever reads them. By this method of the one object, not by a
 * subclass: undici, which sends forwarded bodies on, spares the client's connection when the other service refuses a body
 * half-way, but only that of an IncomingMessage by the letter.
 */
export function countReceived(request: IncomingMessage): () => number {
  let bytes = 0;
  if (!hasBody(request)) return () => bytes;
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding) => {
    if (chunk instanceof Uint8Array) bytes += chunk.byteLength;
    return push(chunk, encoding);
  };
  return () => bytes;
}

/** RFC 9112 section 6.3: a request without either header has none. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;

type Done = (error?: Error | null) => void;
type Chunk = string | Uint8Array;

/**
 * An answer that counts the bytes of its body that have left this process: a piece that was still waiting when the client
 * went away is not counted. Nobody has to write through anything but Node's own methods for that.
 */
export class MeteredResponse extends ServerResponse {
  private leftBytes = 0;
  /** Of the piece that came with `end`; Node says when it has left by finishing, not by calling back. */
  private lastBytes = 0;

  get bodyBytes(): number {
    if (!this.hasBody) return 0;
    return this.leftBytes + (this.writableFinished ? this.lastBytes : 0);
  }

  /** Counts bytes of the body that do not pass here: a proxy in front of this process sends them, or the kernel does. */
  countSentElsewhere(bytes: number): void {
    this.leftBytes += bytes;
  }

  override write(chunk: Chunk, encoding?: BufferEncoding | Done, done?: Done): boolean {
    const whenLeft: Done | undefined = typeof encoding === 'function' ? encoding : done;
    const charset = typeof encoding === 'string' ? encoding : 'utf8';
    return super.write(chunk, charset, (error) => {
      if (!error) this.leftBytes += sizeOf(chunk, charset);
      whenLeft?.(error);
    });
  }

  override end(chunk?: unknown, encoding?: unknown, done?: unknown): this {
    const charset = typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8';
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.lastBytes = sizeOf(chunk, charset);
    return super.end(chunk, encoding as BufferEncoding, done as () => void);
  }

  /** RFC 9110 section 6.4.1: what is written to such an answer never leaves. */
  private get hasBody(): boolean {
    return this.req.method !== 'HEAD' && this.statusCode !== 204 && this.statusCode !== 304;
  }
}

const sizeOf = (chunk: Chunk, encoding: BufferEncoding): number =>
  typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;

/** For an answer whose body, or a part of it, a proxy in front of this process sends, or the kernel. */
export function countSentElsewhere(answer: ServerResponse, bytes: number): void {
  if (answer instanceof MeteredResponse) answer.countSentElsewhere(bytes);
}

/** 0 for an answer that is not our server's own, such as that of an injected request. */
export const sentBytesOf = (answer: ServerResponse): number =>
  answer instanceof MeteredResponse ? answer.bodyBytes : 0;
