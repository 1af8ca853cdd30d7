import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildHash, VERSION } from './build.js';

describe('VERSION', () => {
  it('is the version of the workspace', () => {
    const root = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8');
    expect(VERSION).toBe((JSON.parse(root) as { version: string }).version);
  });
});

describe('buildHash', () => {
  it.each([
    ['1a2b3c4', '', '1a2b3c4'],
    ['1a2b3c4', '0', '1a2b3c4'],
    ['1a2b3c4', 'false', '1a2b3c4'],
    ['1a2b3c4', undefined, '1a2b3c4'],
    ['1a2b3c4', '1', '1a2b3c4-dirty'],
    ['1a2b3c4', 'true', '1a2b3c4-dirty'],
    ['', '', 'dev'],
    ['', 'true', 'dev'],
    [undefined, undefined, 'dev'],
  ])('of %p, dirty %p, is %s', (hash, dirty, expected) => {
    expect(buildHash(hash, dirty)).toBe(expected);
  });
});
