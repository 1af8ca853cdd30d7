import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';

/** The release that is fetched where neither the machine nor its package manager has one, with its published checksums. */
const release = {
  version: '2.10.10',
  sha256: {
    'linux-amd64': 'c8cd7e19b906a5f8a7f9f7e70fc4bfa492d66a069d9664c4db19fdee1b6aa640',
    'darwin-amd64': '5b6bfed8f75ecb2f6465b87334f4e757a66c32b6c5f802e964a080a3716ffffb',
    'darwin-arm64': '8af6cbd8f3f21bcec164d17bc879d3e7807cd98e1c7839ac668986a71c4e52c6',
  },
};
const architectures = { x64: 'amd64', arm64: 'arm64' };
const fetched = inRoot('tmp', 'nats-server', release.version, 'nats-server');

/** Returns the path of a nats-server: NATS_SERVER, the PATH, the package manager (as root on Debian), a checked release. */
export async function ensureNatsServer(report) {
  return found() ?? (await fromPackages(report)) ?? (await fromRelease(report));
}

function found() {
  if (process.env.NATS_SERVER) return process.env.NATS_SERVER;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/local/bin'];
  return [...folders.filter(Boolean).map((folder) => join(folder, 'nats-server')), fetched].find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function fromPackages(report) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  report('installing nats-server from the distribution');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => run('apt-get', [...args, '-qq', '-y'], { env, quiet: true });
  try {
    await apt('install', '--no-install-recommends', 'nats-server').catch(() =>
      apt('update').then(() => apt('install', '--no-install-recommends', 'nats-server')),
    );
  } catch {
    return undefined;
  }
  return found();
}

async function fromRelease(report) {
  const target = `${process.platform}-${architectures[process.arch] ?? process.arch}`;
  const expected = release.sha256[target];
  const byHand = 'install nats-server 2.9 or newer yourself (https://nats.io) or set NATS_SERVER to its path';
  if (!expected) throw new Error(`no nats-server found, and none is pinned for ${target}: ${byHand}`);
  const name = `nats-server-v${release.version}-${target}`;
  report(`fetching ${name}`);
  const archive = await download(
    `https://github.com/nats-io/nats-server/releases/download/v${release.version}/${name}.tar.gz`,
    byHand,
  );
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) throw new Error(`${name}.tar.gz has the wrong checksum (${actual}); it was not used`);
  return unpack(archive, name);
}

async function download(url, byHand) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(120_000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch (cause) {
    const reason = cause.cause?.code ?? cause.message;
    throw new Error(`no nats-server found and ${url} cannot be fetched (${reason}): ${byHand}`, { cause });
  }
}

async function unpack(archive, name) {
  const folder = inRoot('tmp', 'nats-server', release.version);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.tar.gz`);
  writeFileSync(file, archive);
  await run('tar', ['-xzf', file, '-C', folder, '--strip-components=1', `${name}/nats-server`], { quiet: true });
  chmodSync(fetched, 0o755);
  return fetched;
}

/** The version a nats-server reports, for the log. */
export const natsServerVersion = async (file) => (await run(file, ['--version'], { quiet: true })).trim();
