import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { type ApiClient } from './household/api-client.js';
import { Household } from './household/household.js';

const MB = 1024 * 1024;

const WANTED = 10_000;
/** What the hard limit of older systems, 4,096, leaves; far below the wanted the test would show nothing. */
const LEAST = 3_000;
/** For everything that is not one of the sockets. */
const RESERVE = 1_000;

function descriptorLimit(): number {
  const { userLimits } = process.report.getReport() as unknown as {
    userLimits: { open_files: { soft: number | string } };
  };
  const { soft } = userLimits.open_files;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}

/**
 * As many as are wanted, or as this process and those it starts from now on may open. Node has raised the limit as far as
 * it may; further takes privileges that a container often has.
 */
async function affordableSockets(): Promise<number> {
  const needed = WANTED + RESERVE;
  if (descriptorLimit() < needed) {
    const raise = ['--pid', String(process.pid), `--nofile=${needed}:${needed}`];
    await promisify(execFile)('prlimit', raise).catch(() => undefined);
  }
  const sockets = Math.min(WANTED, descriptorLimit() - RESERVE);
  if (sockets >= LEAST) return sockets;
  throw new Error(`this process may open ${descriptorLimit()} files; raise the hard limit (ulimit -Hn) to ${needed}`);
}

describe('clients that connect and do nothing useful', () => {
  let household: Household;
  let client: ApiClient;
  let sockets: Socket[] = [];
  let count: number;

  beforeAll(async () => {
    count = await affordableSockets();
    household = await Household.start({ workers: 0 });
    client = await household.signIn();
  }, 120_000);
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
  });

  const open = async (wanted: number) => {
    while (sockets.length < wanted) {
      const some = Array.from({ length: Math.min(500, wanted - sockets.length) }, () =>
        connect(household.ports.gateway, '127.0.0.1').on('error', () => undefined),
      );
      await Promise.all(some.map((socket) => once(socket, 'connect')));
      sockets.push(...some);
    }
  };
  const descriptors = async () => (await readdir(`/proc/${household.catalogApi.pid}/fd`)).length;
  const expectHealthy = async () => {
    const from = performance.now();
    expect((await client.post('/v1/content/search', { query: 'harbour' })).status).toBe(200);
    expect((await client.get('/health/ready')).status).toBe(200);
    // Far below what anybody would call hanging, far above what a busy machine needs.
    expect(performance.now() - from).toBeLessThan(5_000);
  };

  it('ten thousand idle ones cost memory only, little of it, and nobody else waits for them', async () => {
    const [memory, before] = [await household.catalogApi.residentBytes(), await descriptors()];
    await open(count);
    await eventually(async () => expect(await descriptors()).toBeGreaterThan(count));
    await expectHealthy();
    expect((await household.catalogApi.residentBytes()) - memory).toBeLessThan(400 * MB);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => expect(await descriptors()).toBeLessThan(before + 100), { timeoutMs: 20_000 });
  }, 90_000);

  it('five hundred that send their headers a letter at a time hold up nobody', async () => {
    await open(500);
    const letters = Array.from('GET /v1/content/popular HTTP/1.1\r\nx-slow: ');
    for (const letter of letters) {
      for (const socket of sockets) socket.write(letter);
      if (letter === ' ') await expectHealthy();
    }
    await expectHealthy();
    expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([]);
  }, 60_000);
});
