import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { inRoot } from '../../tools/setup/paths.mjs';

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export async function libraries() {
  const names = await readdir(inRoot('libs'));
  return Object.fromEntries(names.map((name) => [`@pezzottify/${name}`, inRoot('libs', name, 'src/index.ts')]));
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
