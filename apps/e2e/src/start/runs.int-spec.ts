import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { readdir } from 'node:fs/promises';
import { freePortOffset, takenPorts } from './port-offset.js';
import { refusalOf, StartCommand } from './start-command.js';

/** One data folder through its life; each test goes on where the one before ended. */
let data: string;
let offset: number;
let password: string;
let running: StartCommand;

const READY = 'Ctrl-C stops everything.';
const LONG = 300_000;
const firstRun = (): StartCommand => new StartCommand(['--data', data, '--port-offset', String(offset)]);
const nextRun = (): StartCommand => new StartCommand(['--data', data]);
const inData = (name: string): Promise<string> => readFile(join(data, name), 'utf8');

/** The pid of the process whose command line names this file of the data folder or the program. */
async function pidOf(part: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(part) && command.includes(data)) return Number(pid);
  }
  throw new Error(`no process has ${part} in its command line`);
}
