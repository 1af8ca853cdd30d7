import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isSecretName, redact, redactHeaders, redactUrl, redactValue } from './redaction.js';

const TOKEN = 'aB3'.repeat(21) + 'Z';
const SHA_256 = 'a'.repeat(32) + '0'.repeat(32);

describe('redact', () => {
  it.each([
    ['password=hunter2', 'password=[redacted]'],
    ['{"password":"two words, and more","name":"x"}', '{"password":[redacted],"name":"x"}'],
    [String.raw`{\"password\":\"a b\",\"x\":1}`, String.raw`{\"password\":[redacted],\"x\":1}`],
    ['{"password":"cut off', '{"password":[redacted]'],
    ["token: 'a b' next", 'token: [redacted] next'],
    ['Authorization: Bearer abc.def next', 'Authorization: [redacted] next'],
    ['got Bearer abc.def', 'got Bearer [redacted]'],
    ['Cookie: session_token=abc; theme=dark', 'Cookie: [redacted]; theme=dark'],
    ['a&session_token=abc&b=1', 'a&session_token=[redacted]&b=1'],
    ['x-api-key=abc', 'x-api-key=[redacted]'],
    [`the token ${TOKEN} is unknown`, 'the token [redacted] is unknown'],
    ['nats://user:pass@host:4222', 'nats://[redacted]@host:4222'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('leaves what is no secret', () => {
    const text = `GET /v1/content/album/b1?limit=5 in 3 ms, sha256 ${SHA_256}, user@example.org`;
    expect(redact(text)).toBe(text);
  });

  it('never lets a session token through, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => !redact(`${before} ${TOKEN} ${after}`).includes(TOKEN)),
    );
  });

  it('changes nothing the second time', () => {
    const piece = fc.constantFrom(
      'password',
      '=',
      ':',
      '"',
      "'",
      ' ',
      '\\',
      'a',
      '[redacted]',
      'Bearer',
      '://',
      '@',
      ']',
      '&',
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => redact(pieces.join(''))),
        (once) => redact(once) === once,
      ),
      { numRuns: 2_000 },
    );
  });

  it('is quick on text made to be slow', () => {
    const hostile = ['token'.repeat(20_000), 'password:'.repeat(10_000), '"'.repeat(50_000), '://a'.repeat(20_000)];
    const startedAt = performance.now();
    for (const text of hostile) redact(text);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('redactUrl', () => {
  it.each([
    ['/v1/notes?q=x&limit=5', '/v1/notes?q=x&limit=5'],
    ['/v1/notes?session_token=abc', '/v1/notes?session_token=[redacted]'],
    ['/v1/notes?p%61ssword=abc&x=1', '/v1/notes?p%61ssword=[redacted]&x=1'],
    [`/v1/notes/${TOKEN}?a=${TOKEN}`, '/v1/notes/[redacted]?a=[redacted]'],
    ['/v1/notes?%zz=1', '/v1/notes?%zz=1'],
  ])('%s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
});

describe('redactValue', () => {
  it('replaces what stands under a secret name at every depth', () => {
    const value = { a: [{ b: { password: 'x', Token: 5, lease_token: { c: 1 }, name: 'y' } }] };
    const expected = {
      a: [{ b: { password: '[redacted]', Token: '[redacted]', lease_token: '[redacted]', name: 'y' } }],
    };
    expect(redactValue(value)).toEqual(expected);
  });

  it('keeps that there is something or nothing', () => {
    expect(redactValue({ has_password: true, token: null })).toEqual({ has_password: true, token: null });
  });

  it('does not change what it was given', () => {
    const value = { password: 'x' };
    redactValue(value);
    expect(value).toEqual({ password: 'x' });
  });

  it('takes errors apart, causes included', () => {
    const error = Object.assign(new Error('password=x', { cause: new Error('token=y') }), { code: 'E', token: 'z' });
    expect(redactValue(error)).toMatchObject({
      type: 'Error',
      message: 'password=[redacted]',
      stack: expect.stringContaining('password=[redacted]'),
      code: 'E',
      token: '[redacted]',
      cause: { message: 'token=[redacted]' },
    });
  });

  it('ends on circles and on great depth', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    let deep: unknown = 'x';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(redactValue(circle)).toEqual({ self: '[circular]' });
    expect(JSON.stringify(redactValue(deep))).toContain('[too deep]');
  });

  it('writes bytes as their number and dates as JSON does', () => {
    const value = { bytes: Buffer.from('password'), at: new Date(0) };
    expect(redactValue(value)).toEqual({ bytes: '[8 bytes]', at: '1970-01-01T00:00:00.000Z' });
  });
});

describe('redactHeaders', () => {
  it('replaces authorization, cookies and the like', () => {
    const headers = { authorization: TOKEN, cookie: 'a=b', 'set-cookie': ['a=b'], 'x-auth-token': 'c', accept: '*/*' };
    expect(redactHeaders(headers)).toEqual({
      authorization: '[redacted]',
      cookie: '[redacted]',
      'set-cookie': '[redacted]',
      'x-auth-token': '[redacted]',
      accept: '*/*',
    });
  });
});

describe('isSecretName', () => {
  it.each(['token', 'session_token', 'Set-Cookie', 'PASSWORD', 'passwd', 'client_secret', 'apiKey', 'api-key'])(
    'knows %s',
    (name) => {
      expect(isSecretName(name)).toBe(true);
    },
  );

  it.each(['user_handle', 'id', 'path', 'pass'])('does not mind %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
