import { createServer } from 'node:net';

const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '0.0.0.0', exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** Refuses to begin while any port is taken, naming all of them: nothing is left half-started. */
export async function checkPorts(ports) {
  const taken = [];
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port))) taken.push(`${port} (${name})`);
  }
  if (taken.length === 0) return;
  throw new Error(
    `port ${taken.join(', ')} is in use. Is Pezzottify running already? Otherwise choose others: npm start -- --port-offset 100`,
  );
}
