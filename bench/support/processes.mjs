import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that nobody listens on at this moment. */
export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The line in which a service says that it is ready. */
export const readyLine = (child) =>
  new Promise((found, failed) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = output.split('\n').find((line) => line.includes('"msg":"ready"') && line.endsWith('}'));
      if (ready) found(JSON.parse(ready));
    });
    child.once('exit', () => failed(new Error(output.slice(-2000))));
  });

export async function end(child) {
  child.removeAllListeners('exit');
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
