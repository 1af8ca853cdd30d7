import { createServer } from 'node:net';

/** Below the ports that the system itself gives out, so that none is taken between the probe and the start. */
const LOWEST = 28_000;
const PER_WORKER = 1_500;

/** Several test files run at the same time; each of jest's workers has a range of its own. */
const first = LOWEST + ((Number(process.env.JEST_WORKER_ID ?? 1) - 1) % 3) * PER_WORKER;
let next = Math.floor(Math.random() * PER_WORKER);

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0' }, () => server.close(() => resolve(true)));
  });

/** `count` different ports that nobody listens on at this moment, and that this process does not name again soon. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  for (let attempt = 0; ports.length < count && attempt < PER_WORKER; attempt += 1) {
    next = (next + 1) % PER_WORKER;
    // Kept: somebody else may ask during the probe.
    const port = first + next;
    if (await isFree(port)) ports.push(port);
  }
  if (ports.length < count) throw new Error(`fewer than ${count} ports from ${first} on are free`);
  return ports;
}
