import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { portTable, portsFrom } from './ports.mjs';

const anotherFolder = 'take another folder with --data DIR';
const protocolPorts = { 'http:': 80, 'nats:': 4222 };

/**
 * What runs where: the ports of all that is started here and the folders of the services. This one is what a first run
 * is about to write down.
 */
export function newLayout(folder, options) {
  const ports = portsFrom(options);
  const downloaderUrl = `http://127.0.0.1:${ports.downloader}`;
  if (!options.hasDownloader) delete ports.downloader;
  return {
    ports,
    downloaderUrl,
    isSecure: false,
    dbDir: folder.newDbDir,
    mediaDir: folder.newMediaDir,
    portAdvice: 'Is Pezzottify running already? Otherwise choose others: npm start -- --port-offset 100',
  };
}

/** What the configuration of an earlier run says. The services follow it, so options that contradict it are refused. */
export async function readLayout(folder, options) {
  const file = await readToml(folder.config);
  const ports = portsHere(file, options);
  refuseContradictions(file, ports, options);
  if (options.libraryDir !== undefined && ports.downloader === undefined)
    throw new Error(`--library is for a downloader started here, but ${file.path} has none on this machine`);
  return {
    ports,
    downloaderUrl: file.at('downloader_url'),
    isSecure: file.at('ssl.cert_path') !== undefined,
    ...foldersOf(file),
    portAdvice: `Is Pezzottify running already? Otherwise choose others in ${file.path}`,
  };
}

async function readToml(path) {
  // Not imported above: on a fresh clone this file is loaded before any package is there.
  const { default: toml } = await import('@iarna/toml');
  try {
    const table = toml.parse(readFileSync(path, 'utf8'));
    return { path, at: (key) => key.split('.').reduce((value, part) => value?.[part], table) };
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${cause.message.trim()}\nMend the file or ${anotherFolder}.`, { cause });
  }
}

function portsHere(file, { hasDownloader }) {
  const ports = {};
  for (const entry of portTable) {
    if (entry.name === 'downloader' && !hasDownloader) continue;
    const port = entry.protocol ? portOfAddress(file, entry) : portNumber(file, entry);
    if (port !== undefined) ports[entry.name] = port;
  }
  return ports;
}

function portNumber(file, { key, usual }) {
  const port = file.at(key) ?? usual;
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${file.path}: ${key} = ${JSON.stringify(port)}, but npm start needs a port from 1 to 65535 there`);
}

function portOfAddress(file, { key, usual, protocol, isOptional }) {
  const url = file.at(key);
  if (url === undefined) return isOptional ? undefined : usual;
  if (!URL.canParse(url)) throw new Error(`${file.path}: ${key} = ${JSON.stringify(url)} is not an address`);
  const address = new URL(url);
  const isHere = address.protocol === protocol && ['127.0.0.1', 'localhost'].includes(address.hostname);
  return isHere ? Number(address.port || protocolPorts[protocol]) : undefined;
}

function foldersOf(file) {
  const [dbDir, mediaDir = dbDir] = [file.at('db_dir'), file.at('media_path')];
  if (typeof dbDir === 'string' && typeof mediaDir === 'string')
    return { dbDir: resolve(dbDir), mediaDir: resolve(mediaDir) };
  throw new Error(`${file.path}: db_dir, and media_path where it is set, must be the path of a folder`);
}

function refuseContradictions(file, ports, options) {
  const wishes = wishesOf(options);
  const lines = portTable
    .filter(({ name }) => ports[name] !== undefined && wishes[name] !== undefined && wishes[name] !== ports[name])
    .map(({ name, key }) => `  ${key} = ${valueText(file, key, ports[name])}, asked for: ${wishes[name]}`);
  if (lines.length === 0) return;
  const asked = [flagText('--port', options.port), flagText('--port-offset', options.portOffset)].filter(Boolean);
  throw new Error(
    [
      `${asked.join(' ')} contradicts ${file.path}, which decides the ports of this data folder:`,
      ...lines,
      `Leave the option away, edit the file, or ${anotherFolder}.`,
    ].join('\n'),
  );
}

/** Only what was asked for by name: without an option, the file has no one to contradict. */
function wishesOf({ port, portOffset }) {
  if (portOffset !== undefined) return portsFrom({ port, portOffset });
  return port === undefined ? {} : { gateway: port };
}

const flagText = (flag, value) => (value === undefined ? '' : `${flag} ${value}`);

const valueText = (file, key, port) =>
  file.at(key) === undefined ? `${port} (the default)` : JSON.stringify(file.at(key));
