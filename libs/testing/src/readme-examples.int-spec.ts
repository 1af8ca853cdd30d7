import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
// Loaded here, because an example that uses this lib is run inside a test, where no hook can be registered any more.
import './index.js';

const libs = fileURLToPath(new URL('../../', import.meta.url));
// Inside the workspace, so that the examples find the libs as any project does.
const target = fileURLToPath(new URL('../../../tmp/readme-examples/', import.meta.url));
const EXAMPLE = /```ts\n(?<code>[\s\S]*?)```/;

const names = await readdir(libs);

describe('the README of every lib', () => {
  it.each(names)('%s: has an example that runs', async (name) => {
    const text = await readFile(join(libs, name, 'README.md'), 'utf8');
    const code = EXAMPLE.exec(text)?.groups?.code;
    expect(code).toMatch(new RegExp(`from '@pezzottify/${name}'`));
    await mkdir(target, { recursive: true });
    const file = join(target, `${name}.ts`);
    await writeFile(file, code ?? '');
    await import(file);
  });
});
