import { type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { type Fault } from './faults.js';
import { type ServedFile } from './files.js';

const HTML = '<!doctype html><html><body>Please sign in.</body></html>';

/** Answers with the file, or with what the fault makes of it. */
export async function deliver(response: ServerResponse, file: ServedFile, fault: Fault | null): Promise<void> {
  if (fault === null) return deliverWhole(response, file);
  await (FAULTS[fault.kind] as Misbehaviour<Fault>)(response, file, fault);
}

type Misbehaviour<F extends Fault> = (response: ServerResponse, file: ServedFile, fault: F) => Promise<void> | void;
type Misbehaviours = { [Kind in Fault['kind']]: Misbehaviour<Extract<Fault, { kind: Kind }>> };

const FAULTS: Misbehaviours = {
  status: (response, _file, { status, headers = {}, message = 'told to fail' }) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: 'fault', code: CODES[status] ?? 'ERROR', message }));
  },
  truncate: async (response, file, { afterBytes }) => {
    await sendBeginning(response, file, afterBytes);
    response.destroy();
  },
  'wrong-length': async (response, file, { delta }) => {
    // Kept from before: a finished response has let go of its socket.
    const { socket } = response;
    await deliverWhole(response, { ...file, length: file.length + delta });
    socket?.end();
  },
  html: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(HTML),
  empty: (response, file) =>
    void response.writeHead(200, { 'content-type': file.contentType, 'content-length': 0 }).end(),
  replace: (response, file, { body, status = 200, headers = {} }) =>
    void response.writeHead(status, { 'content-type': file.contentType, ...headers }).end(body),
  reset: (response) => void response.socket?.resetAndDestroy(),
  silence: () => undefined,
  stall: async (response, file, { afterBytes }) => {
    await sendBeginning(response, file, afterBytes);
  },
  drip: async (response, file, { bytesPerChunk, everyMs }) => {
    response.writeHead(200, headersOf(file));
    for (const chunk of file.chunks()) {
      for (let at = 0; at < chunk.length && !response.destroyed; at += bytesPerChunk) {
        response.write(chunk.subarray(at, at + bytesPerChunk));
        await after(everyMs);
      }
    }
    response.end();
  },
  delay: async (response, file, { ms }) => {
    await after(ms);
    await deliverWhole(response, file);
  },
  redirect: (response, _file, { location, status = 302 }) => void response.writeHead(status, { location }).end(),
  gzip: async (response, file) => {
    response.writeHead(200, { 'content-type': file.contentType, 'content-encoding': 'gzip' });
    await pipeline(Readable.from(file.chunks()), createGzip(), response);
  },
  'gzip-bomb': async (response, file, { bytes }) => {
    response.writeHead(200, { 'content-type': file.contentType, 'content-encoding': 'gzip' });
    await pipeline(Readable.from(blanks(bytes)), createGzip({ level: 9 }), response);
  },
};

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
  504: 'TIMEOUT',
};

async function deliverWhole(response: ServerResponse, file: ServedFile): Promise<void> {
  response.writeHead(200, headersOf(file));
  await pipeline(Readable.from(file.chunks()), response);
}

function headersOf(file: ServedFile): Record<string, string | number> {
  return { 'content-type': file.contentType, 'content-length': file.length };
}

async function sendBeginning(response: ServerResponse, file: ServedFile, bytes: number): Promise<void> {
  response.writeHead(200, headersOf(file));
  response.flushHeaders();
  let left = bytes;
  for (const chunk of file.chunks()) {
    if (left <= 0) break;
    const part = chunk.subarray(0, left);
    left -= part.length;
    await new Promise<void>((resolve) => response.write(part, () => resolve()));
  }
}

function* blanks(bytes: number): Generator<Buffer> {
  const block = Buffer.alloc(64 * 1024, ' ');
  for (let sent = 0; sent < bytes; sent += block.length) yield block.subarray(0, Math.min(block.length, bytes - sent));
}
