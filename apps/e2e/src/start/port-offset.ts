import { createServer, type Server } from 'node:net';

export const USUAL_PORTS = [3001, 3011, 3021, 3031, 4222, 9091, 9092, 9093];

/** Below the ports that the system itself gives out, so that none is taken between the probe and the start. */
const [LOWEST, HIGHEST] = [10_000, 18_000];

const listen = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '0.0.0.0' }, () => resolve(server));
  });

const isFree = async (port: number): Promise<boolean> => {
  const server = await listen(port);
  if (server) await new Promise((resolve) => server.close(resolve));
  return server !== null;
};

export const takenPorts = async (offset: number): Promise<number[]> => {
  const ports = USUAL_PORTS.map((port) => port + offset);
  const free = await Promise.all(ports.map(isFree));
  return ports.filter((_port, index) => free[index] === false);
};

/** A `--port-offset` with which every port is free at this moment. */
export async function freePortOffset(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const offset = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if ((await takenPorts(offset)).length === 0) return offset;
  }
  throw new Error(`no offset from ${LOWEST} to ${HIGHEST} has all its ports free`);
}

/** Holds a port until the returned function is called. */
export async function holdPort(port: number): Promise<() => Promise<void>> {
  const server = await listen(port);
  if (!server) throw new Error(`port ${port} is taken already`);
  return () => new Promise((resolve) => void server.close(() => resolve()));
}
