import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts, temporaryDirectory } from '@pezzottify/testing';

interface Sources {
  named?: string;
  folders: string[];
  fetched: string;
  aptGet?: string;
  releases: string;
}

const program = new URL('../../../../tools/setup/nats-server.mjs', import.meta.url).href;
const { ensureNatsServer } = (await import(program)) as {
  ensureNatsServer: (report: (detail: string) => void, sources: Sources) => Promise<string>;
};

/** A machine without any nats-server, without apt-get and without a way out. */
async function bareMachine(): Promise<{
  root: string;
  sources: Sources;
  reports: string[];
  ensure: () => Promise<string>;
}> {
  const root = await temporaryDirectory();
  const [closed] = await freePorts(1);
  const sources: Sources = {
    folders: [join(root, 'bin')],
    fetched: join(root, 'tmp', 'bin', 'nats-server'),
    releases: `http://127.0.0.1:${closed}`,
  };
  const reports: string[] = [];
  return { root, sources, reports, ensure: () => ensureNatsServer((detail) => reports.push(detail), sources) };
}

async function script(path: string, text: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o755);
  return path;
}

describe('where nats-server comes from', () => {
  let server: Server | undefined;
  let machine: Awaited<ReturnType<typeof bareMachine>>;

  beforeEach(async () => (machine = await bareMachine()));
  afterEach(() => void server?.close());

  const answering = async (status: number, body: string): Promise<void> => {
    server = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    machine.sources.releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  it('is the machine, when it has one', async () => {
    const file = await script(join(machine.root, 'bin', 'nats-server'), 'exit 0');
    expect(await machine.ensure()).toBe(file);
    expect(machine.reports).toEqual([]);
  });

  it('is not a program that does not run here', async () => {
    await script(join(machine.root, 'bin', 'nats-server'), 'exit 7');
    await expect(machine.ensure()).rejects.toThrow(/nats-server does not run on this machine .*ended with 7/);
  });

  it('is the package of the distribution, unpacked and not installed', async () => {
    machine.sources.aptGet = await script(join(machine.root, 'apt-get'), 'echo "$@" >> ../../../calls; exit 100');
    await expect(machine.ensure()).rejects.toThrow('no nats-server found');
    expect(machine.reports[0]).toBe('fetching nats-server from the distribution');
    expect(await readdir(join(machine.root, 'tmp', 'bin'))).toEqual([]);
  });

  it.each([
    ['cannot be reached', () => Promise.resolve(), 'ECONNREFUSED'],
    ['does not have it', () => answering(404, ''), 'status 404'],
  ])('is named as missing when the release %s', async (_what, prepare, reason) => {
    await prepare();
    await expect(machine.ensure()).rejects.toThrow(
      `cannot be fetched (${reason}): install nats-server 2.9 or newer yourself (https://nats.io) or set NATS_SERVER to its path`,
    );
  });

  it('is never a release with another checksum', async () => {
    await answering(200, 'something else');
    await expect(machine.ensure()).rejects.toThrow(/has the wrong checksum \([0-9a-f]{64}\); it was not used/);
    expect(existsSync(machine.sources.fetched)).toBe(false);
  });
});
