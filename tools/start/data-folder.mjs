import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const reasons = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is mounted read-only',
  ENOTDIR: 'it or a part of its path is not a folder',
  EEXIST: 'it or a part of its path is not a folder',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
};
const reasonOf = ({ code, message }) => reasons[code] ?? message;

/** Where things are in the data folder. Nothing is read or made by this. */
export function dataFolder(root) {
  const at = (name) => join(root, name);
  return {
    root,
    config: at('pezzottify.toml'),
    loginFile: at('first-login.txt'),
    factsFile: at('.npm-start.json'),
    libraryIndex: at('library-index.db'),
    nats: at('nats'),
    logs: at('logs'),
    // Only for the configuration that a first run writes; from then on that says where these are.
    newDbDir: at('db'),
    newMediaDir: at('media'),
  };
}

/** Makes sure that files can be written there, by doing it, and leaves everything as it was. */
export function checkDataFolder({ root }) {
  try {
    tryToWrite(root);
  } catch (cause) {
    throw new Error(`the data folder ${root} cannot be used: ${reasonOf(cause)}; choose another with --data DIR`, {
      cause,
    });
  }
}

/** The folders that an existing configuration names must be there: made anew they would hide that a disk is missing. */
export function checkServiceFolders({ config }, { dbDir, mediaDir }) {
  for (const path of new Set([dbDir, mediaDir])) {
    const problem = existsSync(path) ? problemOfWriting(path) : 'it does not exist';
    if (problem) throw new Error(`${config} names the folder ${path}, which cannot be used: ${problem}`);
  }
}

function problemOfWriting(path) {
  try {
    tryToWrite(path);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function tryToWrite(path) {
  const made = makeFolders(path);
  try {
    const probe = join(path, `.write-test-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } finally {
    for (const folder of made.reverse()) rmdirSync(folder);
  }
}

/** Not with `recursive`: where the system refuses folders with ENOENT, as in /proc, Node then tries for ever. */
function makeFolders(path) {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const made = path === dirname(path) ? [] : makeFolders(dirname(path));
  mkdirSync(path);
  return [...made, path];
}

/** Makes what is missing; the configuration, once written, is never touched again. */
export function makeDataFolder(folder, layout) {
  const isNew = !existsSync(folder.config);
  const own = isNew ? [folder.newDbDir, folder.newMediaDir] : [];
  for (const path of [folder.nats, folder.logs, ...own]) mkdirSync(path, { recursive: true });
  if (isNew) replaceFile(folder.config, configuration(layout), 0o640);
}

/** As a whole or not at all, whenever the power fails: half a file would be believed by the next run. */
export function replaceFile(path, text, mode) {
  writeFileSync(`${path}.new`, text, { mode, flush: true });
  renameSync(`${path}.new`, path);
}

/** What earlier runs have done: { library, hasAdministrator, hasFirstAlbum, hasWelcomed }. */
export const readFacts = ({ factsFile }) => (isFile(factsFile) ? JSON.parse(readFileSync(factsFile, 'utf8')) : {});

export const rememberFact = (folder, change) =>
  replaceFile(folder.factsFile, `${JSON.stringify({ ...readFacts(folder), ...change })}\n`, 0o640);

const isFile = (path) => existsSync(path) && statSync(path).isFile();

const toml = JSON.stringify;

function configuration({ ports, downloaderUrl, dbDir, mediaDir }) {
  return `# Written once by npm start; edit it as you like. Every key is explained in pezzottify.example.toml.
db_dir = ${toml(dbDir)}
media_path = ${toml(mediaDir)}
port = ${ports.gateway}
metrics_port = ${ports.gatewayMetrics}
downloader_url = ${toml(downloaderUrl)}

[nats]
url = "nats://127.0.0.1:${ports.nats}"

[services]
catalog_api_url = "http://127.0.0.1:${ports.gateway}"
job_scheduler_url = "http://127.0.0.1:${ports.scheduler}"
job_scheduler_port = ${ports.scheduler}
job_scheduler_metrics_port = ${ports.schedulerMetrics}
download_manager_url = "http://127.0.0.1:${ports.downloads}"
download_manager_port = ${ports.downloads}
download_manager_metrics_port = ${ports.downloadsMetrics}
`;
}
