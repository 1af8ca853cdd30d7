#!/usr/bin/env node
/** `npm start`: from a fresh clone to a running Pezzottify with one album to play. Needs Node 20 or newer. */
import { existsSync } from 'node:fs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNatsServer } from './setup/nats-server.mjs';
import { stopCommands } from './setup/run.mjs';
import { buildServices } from './start/build.mjs';
import {
  checkDataFolder,
  checkServiceFolders,
  dataFolder,
  makeDataFolder,
  readFacts,
  rememberFact,
} from './start/data-folder.mjs';
import { ensureFirstAdmin } from './start/first-admin.mjs';
import { fetchFirstAlbum } from './start/first-album.mjs';
import { newLayout, readLayout } from './start/layout.mjs';
import { libraryFolder } from './start/library.mjs';
import { helpText, parseOptions } from './start/options.mjs';
import { checkPorts } from './start/ports.mjs';
import { gatewayUrl, programs } from './start/programs.mjs';
import { createScreen } from './start/screen.mjs';
import { Supervisor } from './start/supervisor.mjs';
import { welcomeText } from './start/welcome.mjs';

const impatientAfterMs = 1_000;

const options = parseOptions(process.argv.slice(2));
if (options.isHelp) {
  console.log(helpText);
  process.exit(0);
}

const screen = createScreen(process.stdout);
const supervisor = new Supervisor(screen);
let stoppingSince;

async function stop(code) {
  if (stoppingSince !== undefined) return;
  stoppingSince = Date.now();
  await Promise.all([stopCommands(), supervisor.stopAll()]);
  process.exit(code);
}

/** npm passes Ctrl-C on, so that one arrives twice; only one that comes later is a second wish. */
function stopBySignal() {
  const isSecondWish = stoppingSince !== undefined && Date.now() - stoppingSince > impatientAfterMs;
  if (!isSecondWish) return void stop(0);
  supervisor.killAll();
  process.exit(1);
}

function fail(error) {
  if (stoppingSince !== undefined) return;
  screen.fail(error.message);
  if (error.output) screen.say(error.output);
  void stop(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stopBySignal);
process.on('uncaughtException', fail);
supervisor.onUnexpectedExit = (name, how, log) => fail(new Error(`${name} ended by itself (${how}); its log: ${log}`));

await start().catch(fail);

/** Everything that can be refused is looked at before anything is written, installed or started. */
async function start() {
  const folder = dataFolder(options.dataDir);
  const isFirstRun = !existsSync(folder.config);
  checkDataFolder(folder);
  const library = libraryFolder(options, readFacts(folder));
  // The parser of the configuration is among the packages.
  if (!isFirstRun) await installPackages();
  const layout = isFirstRun ? newLayout(folder, options) : await readLayout(folder, options);
  if (!isFirstRun) checkServiceFolders(folder, layout);
  await checkPorts(layout.ports, layout.portAdvice);
  if (isFirstRun) await installPackages();
  const nats = layout.ports.nats && (await screen.step('NATS server', (report) => ensureNatsServer(report)));
  await screen.step('Build', () => buildServices());
  if (isFirstRun) await checkPorts(layout.ports, layout.portAdvice);
  makeDataFolder(folder, layout);
  rememberFact(folder, { library });
  const login = await screen.step('Administrator', () => ensureFirstAdmin(folder, layout));
  await startPrograms(programs({ folder, layout, library, nats }));
  const url = gatewayUrl(layout);
  const { hasFirstAlbum, hasWelcomed } = readFacts(folder);
  const isDemo = options.isDemo && layout.ports.downloader !== undefined && !hasFirstAlbum;
  const album = isDemo ? await firstAlbum(folder, url, login) : null;
  screen.say(welcomeText({ folder, url, login, album, isFirst: !hasWelcomed }));
  rememberFact(folder, { hasWelcomed: true });
}

function installPackages() {
  return screen.step('Packages', (report) => ensureDependencies(report));
}

async function startPrograms([first, ...others]) {
  const stepOf = (program) => ({ title: program.title, work: (report) => supervisor.start(program, report) });
  await screen.together([stepOf(first)]);
  await screen.together(others.map(stepOf));
}

async function firstAlbum(folder, base, login) {
  const album = await fetchFirstAlbum({ base, login, screen });
  rememberFact(folder, { hasFirstAlbum: true });
  return album;
}
