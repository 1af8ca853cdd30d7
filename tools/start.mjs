#!/usr/bin/env node
/** `npm start`: from a fresh clone to a running Pezzottify with one album to play. Needs Node 20 or newer. */
import { existsSync } from 'node:fs';
import { buildServices } from './start/build.mjs';
import { prepareDataFolder } from './start/data-folder.mjs';
import { fetchFirstAlbum } from './start/first-album.mjs';
import { helpText, parseOptions } from './start/options.mjs';
import { checkPorts } from './start/ports.mjs';
import { createScreen } from './start/screen.mjs';
import { Supervisor } from './start/supervisor.mjs';
import { programs } from './start/programs.mjs';
import { ensureFirstAdmin } from './start/first-admin.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNatsServer } from './setup/nats-server.mjs';

const options = parseOptions(process.argv.slice(2));
if (options.isHelp) {
  console.log(helpText);
  process.exit(0);
}

const screen = createScreen(process.stdout);
const supervisor = new Supervisor(screen);
let isStopping = false;

async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  await supervisor.stopAll();
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));
supervisor.onUnexpectedExit = (name, how, log) => {
  screen.fail(`${name} ended by itself (${how}); its log: ${log}`);
  void stop(1);
};

try {
  await start();
} catch (error) {
  if (!isStopping) {
    screen.fail(error.message);
    if (error.output) console.error(error.output);
    await stop(1);
  }
}

async function start() {
  const folder = prepareDataFolder(options);
  await checkPorts(options.ports);
  await screen.step('Packages', (report) => ensureDependencies(report));
  const nats = await screen.step('NATS server', (report) => ensureNatsServer(report));
  await screen.step('Build', () => buildServices());
  const login = await screen.step('Administrator', () => ensureFirstAdmin(folder, options));
  for (const program of programs({ folder, options, nats })) {
    await screen.step(program.title, (report) => supervisor.start(program, report));
  }
  const album =
    options.isDemo && !existsSync(folder.firstAlbumFile)
      ? await fetchFirstAlbum({ folder, options, login, screen })
      : null;
  screen.welcome({ folder, options, login, album });
}
