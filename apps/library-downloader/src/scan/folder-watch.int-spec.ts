import { once, EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { FolderWatch } from './folder-watch.js';

const QUIET_MS = 30;
const open: FolderWatch[] = [];
afterEach(() => open.splice(0).forEach((watch) => watch.close()));

/** A real folder, watched; `next` resolves at the next change it reports. */
async function setup(...folders: string[]) {
  const root = await temporaryDirectory();
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  const changes = new EventEmitter();
  let count = 0;
  const onChange = () => {
    count += 1;
    changes.emit('change');
  };
  const watch = new FolderWatch({ root, quietMs: QUIET_MS, logger: silentLogger(), onChange });
  open.push(watch);
  const next = () => once(changes, 'change');
  const follow = async (...list: string[]) => {
    const settled = next();
    watch.follow(list);
    await settled;
  };
  return { root, watch, next, follow, count: () => count };
}

describe('FolderWatch', () => {
  it('reports a change once it is over, and as one', async () => {
    const { root, next, follow, count } = await setup('album');
    await follow('', 'album');
    const before = count();
    const change = next();
    // In one go, so that no pause between two files looks like the end.
    for (let track = 1; track <= 20; track += 1) writeFileSync(join(root, `album/${track}.mp3`), 'x');
    await change;
    expect(count() - before).toBe(1);
  });

  it('counts a folder it sees for the first time as a change, for it may have filled before it was watched', async () => {
    const { root, watch, next, follow } = await setup();
    await follow('');
    const change = next();
    await mkdir(join(root, 'new'));
    await change;
    const again = next();
    watch.follow(['', 'new']);
    await again;
  });

  it('sees changes in a folder that took the name of another', async () => {
    const { root, next, follow } = await setup('album', 'other');
    await follow('', 'album', 'other');
    const swapped = next();
    await rm(join(root, 'album'), { recursive: true });
    await rename(join(root, 'other'), join(root, 'album'));
    await swapped;
    await follow('', 'album');
    const change = next();
    await writeFile(join(root, 'album/1.mp3'), 'x');
    await change;
  });

  it('lives with folders that are gone before they can be watched', async () => {
    const { root, next, follow } = await setup();
    await follow('gone', '');
    const change = next();
    await writeFile(join(root, '1.mp3'), 'x');
    await change;
  });

  it('is silent once closed', async () => {
    const { root, watch, follow, count } = await setup();
    await follow('');
    await writeFile(join(root, '1.mp3'), 'x');
    watch.close();
    const before = count();
    const other = await setup();
    await other.follow('');
    await writeFile(join(root, '2.mp3'), 'x');
    expect(count()).toBe(before);
  });
});
