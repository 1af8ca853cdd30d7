import { once } from 'node:events';
import { appendFile, copyFile, readFile } from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CertificateFiles, eventually, selfSignedCertificate, ServiceProcess } from '@pezzottify/testing';
import { WebSocket } from 'ws';
import { Household } from './household/household.js';

const program = fileURLToPath(new URL('../../../dist/apps/catalog-api/main.js', import.meta.url));

describe('a household with a certificate', () => {
  let household: Household;
  let gateway: ServiceProcess;
  let files: CertificateFiles;
  let issued: Record<'first' | 'second', CertificateFiles>;
  let token: string;

  beforeAll(async () => {
    household = await Household.start({ workers: 0 });
    const { root, config } = household.folders;
    issued = { first: await selfSignedCertificate(root, 'first'), second: await selfSignedCertificate(root, 'second') };
    files = { certPath: join(root, 'cert.pem'), keyPath: join(root, 'key.pem') };
    await put(issued.first);
    await appendFile(config, `\n[ssl]\ncert_path = "${files.certPath}"\nkey_path = "${files.keyPath}"\n`);
    await Promise.all([household.catalogApi.stop(), household.downloadManager.stop()]);
    await household.downloadManager.start();
    const readyUrl = `http://127.0.0.1:${household.ports.gatewayMetrics}/metrics`;
    gateway = new ServiceProcess({ name: 'gateway', args: [program, '--config', config], readyUrl });
    await gateway.start();
    await eventually(() => expect(gateway.output).toContain('"ready"'));
    token = await signIn();
  }, 180_000);

  afterAll(async () => {
    await gateway.stop();
    await household.stop();
  }, 60_000);

  async function put({ certPath, keyPath }: CertificateFiles): Promise<void> {
    await copyFile(certPath, files.certPath);
    await copyFile(keyPath, files.keyPath);
  }

  const trusting = async ({ certPath }: CertificateFiles) => ({
    ca: await readFile(certPath),
    servername: 'localhost',
    headers: { authorization: token, 'content-type': 'application/json' },
  });

  async function ask(path: string, trusted: CertificateFiles, body?: object) {
    const options = { ...(await trusting(trusted)), method: body ? 'POST' : 'GET', agent: false as const };
    const asked = request(`https://127.0.0.1:${household.ports.gateway}${path}`, options).end(JSON.stringify(body));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: (await json(answer)) as Record<string, unknown>,
    };
  }

  async function signIn(): Promise<string> {
    token = '';
    const device = { device_uuid: 'tls-device', device_type: 'web', device_name: 'e2e' };
    const login = { user_handle: 'admin', password: 'secret of admin', ...device };
    const { body, headers } = await ask('/v1/auth/login', issued.first, login);
    expect(headers['set-cookie']?.[0]).toContain('; Secure');
    return String(body.token);
  }

  async function dial(trusted: CertificateFiles): Promise<WebSocket> {
    const socket = new WebSocket(`wss://127.0.0.1:${household.ports.gateway}/v1/ws`, await trusting(trusted));
    await once(socket, 'message');
    return socket;
  }

  async function pong(socket: WebSocket): Promise<unknown> {
    const heard = once(socket, 'message') as Promise<[Buffer]>;
    socket.send(JSON.stringify({ type: 'ping', payload: null }));
    return (JSON.parse(String((await heard)[0])) as { type: unknown }).type;
  }

  it('serves HTTPS at the gateway, forwards in plain, and leaves metrics plain', async () => {
    expect((await ask('/v1/download/limits', issued.first)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${household.ports.gateway}/health/live`)).rejects.toThrow('fetch failed');
    expect((await fetch(`http://127.0.0.1:${household.ports.gatewayMetrics}/metrics`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${household.ports.downloads}/health/live`)).status).toBe(200);
  });

  it('takes a renewed certificate on SIGHUP, and keeps the connections there are', async () => {
    const socket = await dial(issued.first);
    await put(issued.second);
    process.kill(gateway.pid, 'SIGHUP');
    await eventually(() => expect(gateway.output).toContain('"certificate read again"'));
    await expect(ask('/health/live', issued.first)).rejects.toThrow('self-signed certificate');
    expect((await ask('/v1/download/limits', issued.second)).status).toBe(200);
    expect(await pong(socket)).toBe('pong');
    const late = await dial(issued.second);
    expect(await pong(late)).toBe('pong');
    for (const one of [socket, late]) one.close();
  });

  it('keeps its certificate when the new key is not that of the new certificate, and says so', async () => {
    await copyFile(issued.first.keyPath, files.keyPath);
    process.kill(gateway.pid, 'SIGHUP');
    await eventually(() => expect(gateway.output).toContain('is not the key of the certificate in cert_path'));
    expect((await ask('/health/live', issued.second)).status).toBe(200);
  });
});
