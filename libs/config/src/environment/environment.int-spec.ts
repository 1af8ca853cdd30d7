import { generateKeyPairSync } from 'node:crypto';
import { constants, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { type ProgramName, type Role } from '../programs.js';
import { judge } from '../resolution/judge.js';
import { environmentProblems } from './environment.js';
import { folderProblem } from './folder.js';

let dir: string;
const CERTIFICATE = join(import.meta.dirname, 'fixtures/certificate.pem');
const KEY = join(import.meta.dirname, 'fixtures/key.pem');

beforeEach(async () => {
  dir = await temporaryDirectory();
  writeFileSync(join(dir, 'file'), 'text');
  mkdirSync(join(dir, 'folder'));
});

const inDir = (name: string): string => join(dir, name);

function problemsOf(file: Record<string, unknown>, service: ProgramName = 'catalog-api', role: Role = 'all'): string[] {
  return environmentProblems(judge(service, { role, flags: new Map() }, { db_dir: dir, ...file }).resolution);
}

describe('folders', () => {
  it('accepts existing ones, also through a link', () => {
    symlinkSync(inDir('folder'), inDir('link'));
    const file = { db_dir: dir, media_path: inDir('link'), frontend_dir_path: inDir('folder') };
    expect(problemsOf(file)).toEqual([]);
  });

  it('names each that cannot be used, and why', () => {
    const file = { db_dir: inDir('gone'), media_path: inDir('file'), frontend_dir_path: inDir('file/below') };
    expect(problemsOf(file)).toEqual([
      `db_dir: "${inDir('gone')}" cannot be used: it does not exist, must be an existing folder`,
      `media_path: "${inDir('file')}" is not a folder, must be an existing folder`,
      `frontend_dir_path: "${inDir('file/below')}" cannot be used: a part of its path is not a folder, must be an existing folder`,
    ]);
  });

  it('looks at a folder once, where it was given', () => {
    expect(problemsOf({ db_dir: inDir('gone') })).toHaveLength(1);
  });

  it('explains a home folder that no shell has expanded', () => {
    expect(problemsOf({ media_path: '~/no-such-music' })).toEqual([
      'media_path: "~/no-such-music" cannot be used: it does not exist, must be an existing folder ' +
        '("~" is expanded by shells only, write the path in full)',
    ]);
  });

  it('looks only at what the service uses', () => {
    const gone = {
      media_path: inDir('gone'),
      frontend_dir_path: inDir('gone'),
      ssl: { cert_path: '/x', key_path: '/x' },
    };
    expect(problemsOf(gone, 'job-scheduler')).toEqual([]);
    expect(problemsOf({ ...gone, media_path: dir }, 'download-manager')).toEqual([]);
    expect(problemsOf({ db_dir: inDir('gone'), media_path: dir }, 'download-manager', 'worker')).toEqual([]);
    expect(problemsOf({ media_path: inDir('gone') }, 'download-manager', 'worker')).toHaveLength(1);
  });

  it('asks to write to the media folder for downloads only', () => {
    const asked = (service: ProgramName): unknown[] => {
      const rights: unknown[] = [];
      const file = { db_dir: dir, media_path: inDir('folder') };
      const { resolution } = judge(service, { role: null, flags: new Map() }, file);
      environmentProblems(resolution, (path, mode) => rights.push([path, ((mode ?? 0) & constants.W_OK) !== 0]));
      return rights;
    };
    expect(asked('download-manager')).toEqual([
      [dir, true],
      [inDir('folder'), true],
    ]);
    expect(asked('catalog-api')).toEqual([
      [dir, true],
      [inDir('folder'), false],
    ]);
    expect(asked('job-scheduler')).toEqual([[dir, true]]);
  });

  it('asks for the right to write where the service writes, and says what the system answers', () => {
    const asked: unknown[] = [];
    const refuse = (_path: unknown, mode?: number): never => {
      asked.push(mode);
      throw Object.assign(new Error('refused'), { code: asked.length === 1 ? 'EROFS' : 'EACCES' });
    };
    expect(folderProblem(dir, 'write', refuse)).toBe(
      `"${dir}" cannot be written to: its file system is mounted read-only, must be a folder that can`,
    );
    expect(folderProblem(dir, 'read', refuse)).toBe(
      `"${dir}" cannot be read: this user may not, must be a folder that can`,
    );
    expect(asked).toEqual([constants.R_OK | constants.W_OK | constants.X_OK, constants.R_OK | constants.X_OK]);
  });
});

describe('certificate and key', () => {
  const tls = (cert_path: string, key_path: string): string[] => problemsOf({ ssl: { cert_path, key_path } });
  const written = (name: string, text: string): string => {
    writeFileSync(inDir(name), text);
    return inDir(name);
  };
  const newKey = (): ReturnType<typeof generateKeyPairSync>['privateKey'] =>
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

  it('are accepted when they belong together', () => {
    expect(tls(CERTIFICATE, KEY)).toEqual([]);
  });

  it('are each named when they cannot be read or hold something else', () => {
    expect(tls(inDir('gone'), inDir('folder'))).toEqual([
      `ssl.cert_path: "${inDir('gone')}" cannot be read: it does not exist`,
      `ssl.key_path: "${inDir('folder')}" cannot be read: it is a folder`,
    ]);
    expect(tls(KEY, CERTIFICATE)).toEqual([
      `ssl.cert_path: "${KEY}" holds no certificate in PEM`,
      `ssl.key_path: "${CERTIFICATE}" holds no private key in PEM`,
    ]);
  });

  it('are refused in DER', () => {
    const der = Buffer.from(readFileSync(CERTIFICATE, 'utf8').replace(/-----.*-----|\s/g, ''), 'base64');
    writeFileSync(inDir('certificate.der'), der);
    expect(tls(inDir('certificate.der'), KEY)).toEqual([
      `ssl.cert_path: "${inDir('certificate.der')}" holds no certificate in PEM`,
    ]);
  });

  it('are refused when the key is another one', () => {
    const other = written('other.pem', newKey().export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(tls(CERTIFICATE, other)).toEqual([
      `ssl.key_path: "${other}" is not the key of the certificate in cert_path`,
    ]);
  });

  it('are refused when the key has a passphrase', () => {
    const encryption = { cipher: 'aes-128-cbc', passphrase: 'secret' };
    const locked = written(
      'locked.pem',
      newKey()
        .export({ type: 'pkcs8', format: 'pem', ...encryption })
        .toString(),
    );
    expect(tls(CERTIFICATE, locked)).toEqual([
      `ssl.key_path: "${locked}" holds a private key with a passphrase, must be without`,
    ]);
  });
});
