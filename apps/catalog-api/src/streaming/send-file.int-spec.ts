import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open, readdir, readlink, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, get as getSecurely } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, selfSignedCertificate, temporaryDirectory } from '@pezzottify/testing';
import { OpenFile } from './open-file.js';
import { sendFile } from './send-file.js';

/** More than a socket takes at once, also on this machine with itself. */
const SIZE = 24 * 1024 * 1024;
const BYTES = randomFillSync(Buffer.alloc(SIZE));

/** Counts what is read of it into this process. */
class WatchedFile extends OpenFile {
  bytesRead = 0;

  override async read(...args: Parameters<OpenFile['read']>): Promise<number> {
    const bytes = await super.read(...args);
    this.bytesRead += bytes;
    return bytes;
  }
}

describe('sending a file', () => {
  let folder: string;
  let path: string;
  const servers: Server[] = [];
  const failures: unknown[] = [];

  beforeAll(async () => {
    folder = await temporaryDirectory();
    path = join(folder, 'audio');
    await writeFile(path, BYTES);
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    expect(failures.splice(0)).toEqual([]);
  });

  /** A server that sends the file from the byte that is the request's path. */
  async function serve(create: (listener: RequestListener) => Server = createServer) {
    const handle = await open(path);
    const file = new WatchedFile(handle, await handle.stat()).acquire();
    const server = create((request, answer) => {
      const start = Number(request.url?.slice(1));
      answer.writeHead(200, { 'content-length': SIZE - start });
      sendFile(answer, file, { start, end: SIZE - 1, isPart: false }).catch((error: unknown) => failures.push(error));
    });
    servers.push(server);
    server.once('close', () => void file.retire().then(() => file.release()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { file, port: (server.address() as AddressInfo).port };
  }

  const ask = async (port: number, start = 0): Promise<IncomingMessage> => {
    const [answer] = (await once(get({ port, path: `/${start}` }), 'response')) as [IncomingMessage];
    return answer;
  };

  /** Sockets of this process; the names of descriptors that are none do not begin like this. */
  const sockets = async (): Promise<number> => {
    const descriptors = await readdir('/proc/self/fd');
    const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
    return targets.filter((target) => target.startsWith('socket:')).length;
  };

  it('leaves nearly all of it to the kernel, and every byte arrives', async () => {
    const { file, port } = await serve();
    expect((await buffer(await ask(port))).equals(BYTES)).toBe(true);
    expect(file.bytesRead).toBeLessThan(SIZE / 4);
  });

  it('waits for a client that pauses, without reading on', async () => {
    const { file, port } = await serve();
    const answer = await ask(port);
    await eventually(() => expect(file.bytesRead).toBeGreaterThan(0));
    expect(file.bytesRead).toBeLessThan(SIZE / 100);
    expect((await buffer(answer)).equals(BYTES)).toBe(true);
  });

  it('keeps the answers of one connection apart and in order', async () => {
    const { port } = await serve();
    const starts = [SIZE - 300_000, SIZE - 2_000_000, 5_000_000, SIZE - 200_000];
    const socket = connect(port, '127.0.0.1');
    const received = buffer(socket);
    const requests = starts.map((start, index) => {
      const close = index === starts.length - 1 ? 'connection: close\r\n' : '';
      return `GET /${start} HTTP/1.1\r\nhost: a\r\n${close}\r\n`;
    });
    socket.write(requests.join(''));
    let rest = await received;
    for (const start of starts) {
      const head = rest.indexOf('\r\n\r\n') + 4;
      expect(rest.toString('latin1', 0, 15)).toBe('HTTP/1.1 200 OK');
      expect(rest.subarray(head, head + SIZE - start).equals(BYTES.subarray(start))).toBe(true);
      rest = rest.subarray(head + SIZE - start);
    }
    expect(rest).toHaveLength(0);
  });

  it('holds no socket of a client that goes away in the middle', async () => {
    const { port } = await serve();
    const before = await sockets();
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(port)));
      for (const answer of answers) answer.destroy();
    }
    await eventually(async () => expect(await sockets()).toBe(before));
  });

  it('goes through this process where the bytes must be encrypted', async () => {
    const { certPath, keyPath } = await selfSignedCertificate(folder, 'house');
    const files = { cert: readFileSync(certPath), key: readFileSync(keyPath) };
    const { file, port } = await serve((listener) => createSecureServer(files, listener));
    const call = getSecurely({ port, path: '/0', ca: files.cert, servername: 'localhost', agent: false });
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    expect((await buffer(answer)).equals(BYTES)).toBe(true);
    expect(file.bytesRead).toBe(SIZE);
  });
});
