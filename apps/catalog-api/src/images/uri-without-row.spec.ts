import { describe, expect, it } from '@jest/globals';
import { uriWithoutRow } from './uri-without-row.js';

describe('uriWithoutRow', () => {
  it.each(['i1', 'i1.jpg', '..a', 'null'])('takes %j for a file name', (id) => {
    expect(uriWithoutRow(id)).toBe(`images/${id}`);
  });

  it.each(['.', '..', '../x', 'a/b', 'a\\b', 'a\0b', '/etc/passwd'])('refuses %j', (id) => {
    expect(uriWithoutRow(id)).toBeUndefined();
  });
});
