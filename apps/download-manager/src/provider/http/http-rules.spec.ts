import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonBudget } from './json-budget.js';
import { printable } from './printable.js';
import { parseProviderAddress, pathSegment, redirectPath } from './provider-url.js';
import { errorTypeOfStatus, parseRetryAfter } from './status.policy.js';

describe('the status of an answer', () => {
  it.each([
    [404, 'not_found'],
    [410, 'not_found'],
    [429, 'rate_limited'],
    [503, 'rate_limited'],
    [408, 'timeout'],
    [504, 'timeout'],
    [500, 'connection'],
    [502, 'connection'],
    [400, 'unknown'],
    [401, 'unknown'],
    [304, 'unknown'],
  ])('%i is %s', (status, expected) => expect(errorTypeOfStatus(status)).toBe(expected));
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['9'.repeat(30), undefined],
    [undefined, undefined],
  ])('%j is %s', (value, expected) => expect(parseRetryAfter(value, now)).toBe(expected));
});

describe('addresses', () => {
  it('strip trailing slashes and keep the prefix', () => {
    expect(parseProviderAddress('http://music.local:8080/')).toEqual({ origin: 'http://music.local:8080', prefix: '' });
    expect(parseProviderAddress('https://music.local/api/v2//')).toEqual({
      origin: 'https://music.local',
      prefix: '/api/v2',
    });
  });

  it('make one path segment of any id', () => {
    expect(['a b/c?d#e%', '..', '.', '../x', 'ü'].map(pathSegment)).toEqual([
      'a%20b%2Fc%3Fd%23e%25',
      '%2E%2E',
      '%2E',
      '..%2Fx',
      '%C3%BC',
    ]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
        const segment = pathSegment(id);
        expect(segment).not.toMatch(/^\.{1,2}$|[/?#\\\s]/);
        expect(decodeURIComponent(segment)).toBe(id.toWellFormed());
      }),
    );
  });

  it.each([
    ['/other', '/other'],
    ['next?x=1', '/album/next?x=1'],
    ['http://music.local/there', '/there'],
    ['http://user:secret@music.local/there', '/there'],
    ['http://music.local:81/there', null],
    ['https://music.local/there', null],
    ['http://elsewhere/there', null],
    ['//elsewhere/there', null],
    ['file:///etc/passwd', null],
    ['http://', null],
    [undefined, null],
  ])('follow a redirect to %j as %j', (location, expected) => {
    expect(redirectPath('http://music.local', '/album/x', location)).toBe(expected);
  });
});

describe('printable text', () => {
  it('has no control characters and at most 300 characters', () => {
    expect(printable('  no\u0000such\r\n\u001b[31mthing\u202e ')).toBe('no such [31mthing');
    expect(Array.from(printable('😀'.repeat(400)))).toHaveLength(300);
    expect(printable('half \ud83d')).toBe('half \ufffd');
  });
});

describe('the JSON budget', () => {
  const limits = { bytes: 1000, depth: 3, parts: 20 };
  const admits = (text: string, size = 7): boolean => {
    const budget = new JsonBudget(limits);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) if (!budget.admits(bytes.subarray(at, at + size))) return false;
    return true;
  };

  it('bounds bytes, depth and parts', () => {
    expect(admits('[[["a"]]]')).toBe(true);
    expect(admits('[[[["a"]]]]')).toBe(false);
    expect(admits('[[[["a"]]]]', 100)).toBe(false);
    expect(admits(`[${'1,'.repeat(18)}1]`)).toBe(true);
    expect(admits(`[${'1,'.repeat(30)}1]`)).toBe(false);
    expect(admits(`"${'x'.repeat(990)}"`)).toBe(true);
    expect(admits(`"${'x'.repeat(1000)}"`)).toBe(false);
  });

  it('does not count what is inside text', () => {
    expect(admits(JSON.stringify(['[[[[[[', '"[{,,,,', '\\', '\\"[[[[', ',,,,,,,,,,,,,,,,,,,,']))).toBe(true);
  });
});
