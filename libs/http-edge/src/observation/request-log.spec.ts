import { describe, expect, it } from '@jest/globals';
import { bodyForLog } from './request-log.js';
import { methodLabel, routeLabel } from './route-label.js';

describe('bodyForLog', () => {
  const logged = (type: string | undefined, text: string) => bodyForLog(type, text, Buffer.byteLength(text));

  it.each([
    ['application/json; charset=utf-8', '{"a":1,"password":"x"}', '{"a":1,"password":"[redacted]"}'],
    ['application/problem+json', '{"token":"x"}', '{"token":"[redacted]"}'],
    ['application/json', '{"password":"x', '{"password":[redacted]'],
    ['text/plain', 'token=x y', 'token=[redacted] y'],
    ['application/octet-stream', 'password=x', '[10 bytes]'],
    [undefined, 'password=x', '[10 bytes]'],
    ['text/plain', 'x'.repeat(1023), 'x'.repeat(1023)],
    ['text/plain', 'x'.repeat(1024), '[1024 bytes]'],
    ['text/plain', 'é'.repeat(512), '[1024 bytes]'],
  ])('%s %s', (type, text, expected) => {
    expect(logged(type, text)).toBe(expected);
  });
});

describe('labels', () => {
  it.each([
    ['/v1/content/track/:id', '/v1/content/track/{id}'],
    ['/v1/user/liked/:content_type/:content_id', '/v1/user/liked/{content_type}/{content_id}'],
    ['/*', '/{path}'],
    [undefined, 'unmatched'],
  ])('%s is %s', (pattern, label) => {
    expect(routeLabel(pattern)).toBe(label);
  });

  it('come from a closed list of methods', () => {
    expect(['GET', 'DELETE', 'PROPFIND', 'get'].map(methodLabel)).toEqual(['GET', 'DELETE', 'other', 'other']);
  });
});
