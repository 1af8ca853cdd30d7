import { readdir } from 'node:fs/promises';
import { inRoot } from '../../tools/setup/paths.mjs';

export async function libraries() {
  const names = await readdir(inRoot('libs'));
  return Object.fromEntries(names.map((name) => [`@pezzottify/${name}`, inRoot('libs', name, 'src/index.ts')]));
}
