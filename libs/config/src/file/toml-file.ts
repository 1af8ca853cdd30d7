import { readFileSync } from 'node:fs';
import { ConfigInvalidError } from '../config.errors.js';
import { systemReason } from '../environment/system-reason.js';
import { parseToml, type TomlTree } from './toml-text.js';

/** A configuration file as it was read. */
export interface TomlFile {
  readonly path: string;
  readonly text: string;
  readonly tree: TomlTree;
}

/** Reads and parses the file given with `--config`. Throws {@link ConfigInvalidError} when either is impossible. */
export function readTomlFile(path: string): TomlFile {
  const text = decoded(bytesOf(path), path);
  return { path, text, tree: parseToml(text, path) };
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigInvalidError([`--config: ${JSON.stringify(path)} cannot be read: ${systemReason(error)}`]);
  }
}

/** Editors of some systems put a byte order mark in front, which TOML does not know. */
function decoded(bytes: Buffer, name: string): string {
  const text = bytes.toString('utf8');
  const wrongAt = firstDifference(bytes, Buffer.from(text));
  if (wrongAt === undefined) return text.replace(/^\uFEFF/, '');
  const lines = bytes.subarray(0, wrongAt).toString('utf8').split('\n');
  const column = (lines.at(-1) ?? '').length + 1;
  throw new ConfigInvalidError([`${name}, line ${lines.length}, column ${column}: not UTF-8, which TOML has to be`]);
}

function firstDifference(bytes: Buffer, reencoded: Buffer): number | undefined {
  if (bytes.equals(reencoded)) return undefined;
  return bytes.findIndex((byte, index) => byte !== reencoded[index]);
}
