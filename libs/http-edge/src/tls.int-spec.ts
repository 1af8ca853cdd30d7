import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import webSocket from '@fastify/websocket';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type CertificateFiles, selfSignedCertificate, temporaryDirectory } from '@pezzottify/testing';
import WebSocket from 'ws';
import { type HttpApplicationOptions } from './create-http-application.js';
import { renewCertificate } from './server/certificate.js';
import { type Edge, startEdge } from './test-app/start-edge.js';

const echo: NonNullable<HttpApplicationOptions['register']> = async (fastify) => {
  await fastify.register(webSocket);
  fastify.get('/v1/echo', { websocket: true }, (socket) => {
    socket.on('message', (data: Buffer) => socket.send(data.toString()));
  });
};

describe('a server with a certificate', () => {
  const started: Edge[] = [];
  const agents: Agent[] = [];
  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.destroy();
    await Promise.all(started.splice(0).map(({ app }) => app.close()));
  });

  /** `first` is in use; `second` can be put in its place. Clients trust the one they name, and nothing else. */
  async function setup() {
    const directory = await temporaryDirectory();
    const first = await selfSignedCertificate(directory, 'first');
    const second = await selfSignedCertificate(directory, 'second');
    const ssl = { certPath: join(directory, 'cert.pem'), keyPath: join(directory, 'key.pem') };
    const put = ({ certPath, keyPath }: CertificateFiles): void => {
      copyFileSync(certPath, ssl.certPath);
      copyFileSync(keyPath, ssl.keyPath);
    };
    put(first);
    const edge = await startEdge({ register: echo, config: { trustedProxies: [], loggingLevel: 'none', ssl } });
    started.push(edge);
    const renew = (): void => renewCertificate(edge.app, ssl, edge.logger);
    return { edge, first, second, ssl, put, renew };
  }

  const trusting = ({ certPath }: CertificateFiles): { ca: Buffer; servername: string } => ({
    ca: readFileSync(certPath),
    servername: 'localhost',
  });

  /** A client that keeps one connection. */
  function keeping(issued: CertificateFiles): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ...trusting(issued) });
    agents.push(agent);
    return agent;
  }

  async function ask({ port }: Edge, agent: Agent) {
    const asked = request({ port, host: '127.0.0.1', path: '/v1/notes/a', agent }).end();
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    return {
      body: await json(answer),
      wasKept: asked.reusedSocket,
      organisation: organisationOf(asked.socket as TLSSocket),
    };
  }

  const organisationOf = (socket: TLSSocket): unknown => socket.getPeerX509Certificate()?.subject.split('\n')[0];

  async function dial({ port }: Edge, issued: CertificateFiles): Promise<WebSocket> {
    const socket = new WebSocket(`wss://127.0.0.1:${port}/v1/echo`, trusting(issued));
    await once(socket, 'open');
    return socket;
  }

  async function echoed(socket: WebSocket, text: string): Promise<string> {
    const heard = once(socket, 'message') as Promise<[Buffer]>;
    socket.send(text);
    return (await heard)[0].toString();
  }

  it('speaks HTTPS to clients that trust it', async () => {
    const { edge, first, second } = await setup();
    expect(await ask(edge, keeping(first))).toMatchObject({ body: { id: 'a' }, organisation: 'O=first' });
    await expect(ask(edge, keeping(second))).rejects.toThrow('self-signed certificate');
  });

  it('does not speak plain HTTP beside it', async () => {
    const { edge } = await setup();
    await expect(edge.ask('/v1/notes/a')).rejects.toThrow('fetch failed');
  });

  it('speaks WSS', async () => {
    const { edge, first } = await setup();
    const socket = await dial(edge, first);
    expect(await echoed(socket, 'hello')).toBe('hello');
    socket.terminate();
  });

  it('takes a renewed certificate for who connects from then on, and keeps every connection', async () => {
    const { edge, first, second, put, renew } = await setup();
    const [client, socket] = [keeping(first), await dial(edge, first)];
    await ask(edge, client);
    put(second);
    renew();
    expect(edge.lines.at(-1)).toMatchObject({
      msg: 'certificate read again',
      subject: expect.stringContaining('second'),
    });
    expect(await ask(edge, client)).toMatchObject({ body: { id: 'a' }, wasKept: true });
    expect(await echoed(socket, 'still here')).toBe('still here');
    expect(await ask(edge, keeping(second))).toEqual({ body: { id: 'a' }, wasKept: false, organisation: 'O=second' });
    const late = await dial(edge, second);
    expect(await echoed(late, 'me too')).toBe('me too');
    for (const one of [socket, late]) one.terminate();
  });

  it.each([
    ['that are half written', (ssl: CertificateFiles) => writeFileSync(ssl.certPath, '-----BEGIN CERT')],
    [
      'that do not belong together',
      (ssl: CertificateFiles, second: CertificateFiles) => copyFileSync(second.keyPath, ssl.keyPath),
    ],
  ])('keeps the old certificate when it finds files %s', async (_what, spoil) => {
    const { edge, first, second, ssl, renew } = await setup();
    spoil(ssl, second);
    expect(renew).toThrow();
    expect(await ask(edge, keeping(first))).toMatchObject({ organisation: 'O=first' });
  });

  it('is not harmed by who speaks no TLS or goes away in the middle of the handshake', async () => {
    const { edge, first } = await setup();
    const broken = connect({ port: edge.port, host: '127.0.0.1', ...trusting(first) });
    broken.on('error', () => undefined).destroy();
    await expect(edge.ask('/v1/notes/a')).rejects.toThrow();
    expect(await ask(edge, keeping(first))).toMatchObject({ body: { id: 'a' } });
  });
});

it('a server without a certificate has none to renew', async () => {
  const edge = await startEdge();
  renewCertificate(edge.app, null, edge.logger);
  expect(edge.lines.filter(({ msg }) => msg === 'certificate read again')).toEqual([]);
  await edge.app.close();
});
