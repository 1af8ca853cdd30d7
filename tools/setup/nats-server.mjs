import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { inRoot } from './paths.mjs';
import { run } from './run.mjs';

/** The release that is fetched where neither the machine nor its package manager has one, with its published checksums. */
const release = {
  version: '2.10.10',
  sha256: {
    'linux-amd64': 'c8cd7e19b906a5f8a7f9f7e70fc4bfa492d66a069d9664c4db19fdee1b6aa640',
    'linux-arm64': 'bbf8b7bc850580a370c9309d0e43ea2b2286e21fa9f5b33dfb751d219275e9e0',
    'darwin-amd64': '5b6bfed8f75ecb2f6465b87334f4e757a66c32b6c5f802e964a080a3716ffffb',
    'darwin-arm64': '8af6cbd8f3f21bcec164d17bc879d3e7807cd98e1c7839ac668986a71c4e52c6',
  },
};
const architectures = { x64: 'amd64', arm64: 'arm64' };
const byHand = 'install nats-server 2.9 or newer yourself (https://nats.io) or set NATS_SERVER to its path';

/** Where a nats-server can come from on this machine. */
export const sourcesHere = ({ env } = process) => ({
  named: env.NATS_SERVER,
  folders: [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/usr/local/sbin', '/usr/local/bin'],
  fetched: inRoot('tmp', 'bin', 'nats-server'),
  aptGet: existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb') ? '/usr/bin/apt-get' : undefined,
  releases: env.NATS_RELEASES ?? 'https://github.com/nats-io/nats-server/releases/download',
});

/** Returns the path of a nats-server that runs: NATS_SERVER, the PATH, the distribution's package, a checked release. */
export async function ensureNatsServer(report, sources = sourcesHere()) {
  const file = found(sources) ?? (await fromDistribution(report, sources)) ?? (await fromRelease(report, sources));
  await run(file, ['--version'], { quiet: true }).catch((cause) => {
    throw new Error(`${file} does not run on this machine (${cause.message}): ${byHand}`, { cause });
  });
  return file;
}

function found({ named, folders, fetched }) {
  if (!named) return [...folders.map((folder) => join(folder, 'nats-server')), fetched].find(isExecutable);
  if (isExecutable(named)) return named;
  throw new Error(`NATS_SERVER is ${named}, which is not a program that can be run: ${byHand}`);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The package is unpacked here and not installed: installed, it starts a server of its own on the port that ours needs,
 * now and with each start of the machine.
 */
async function fromDistribution(report, { aptGet, fetched }) {
  if (!aptGet) return undefined;
  report('fetching nats-server from the distribution');
  return inWorkFolder(fetched, async (folder) => {
    const apt = (...args) =>
      run(aptGet, ['-qq', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=15', ...args], {
        cwd: folder,
        quiet: true,
      });
    const download = () => apt('download', 'nats-server');
    await download().catch((error) => {
      // Only root may refresh the lists of packages.
      if (process.getuid?.() !== 0) throw error;
      return apt('update').then(download);
    });
    const [archive] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    await run('dpkg-deb', ['--extract', archive, '.'], { cwd: folder, quiet: true });
    return join(folder, 'usr', 'sbin', 'nats-server');
  }).catch(() => undefined);
}

async function fromRelease(report, { fetched, releases }) {
  const target = `${process.platform}-${architectures[process.arch] ?? process.arch}`;
  const expected = release.sha256[target];
  if (!expected) throw new Error(`no nats-server found, and none is pinned for ${target}: ${byHand}`);
  const name = `nats-server-v${release.version}-${target}`;
  report(`fetching ${name}`);
  const archive = await download(`${releases}/v${release.version}/${name}.tar.gz`);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected)
    throw new Error(`${name}.tar.gz has the wrong checksum (${actual}); it was not used: ${byHand}`);
  return inWorkFolder(fetched, async (folder) => {
    writeFileSync(join(folder, 'archive.tar.gz'), archive);
    await run('tar', ['-xzf', 'archive.tar.gz', `${name}/nats-server`], { cwd: folder, quiet: true });
    return join(folder, name, 'nats-server');
  });
}

async function download(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(120_000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  } catch (cause) {
    const reason = cause.cause?.code ?? cause.message;
    throw new Error(`no nats-server found and ${url} cannot be fetched (${reason}): ${byHand}`, { cause });
  }
}

/** Moves what `unpack` returns to its place as a whole: a file half-written would be taken for a server next time. */
async function inWorkFolder(target, unpack) {
  const folder = `${target}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    const file = await unpack(folder);
    chmodSync(file, 0o755);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(file, target);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
