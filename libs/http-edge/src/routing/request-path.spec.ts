import { describe, expect, it } from '@jest/globals';
import { API, DOWNLOAD_API, isBelow, rawPathOf, segmentsOf } from './request-path.js';

describe('rawPathOf', () => {
  it.each([
    ['/a/b?c=/d', '/a/b'],
    ['/a#b?c', '/a'],
    ['/a', '/a'],
    ['', ''],
  ])('%s', (target, path) => {
    expect(rawPathOf(target)).toBe(path);
  });
});

describe('segmentsOf', () => {
  it('decodes each segment on its own and leaves what cannot be decoded', () => {
    expect(segmentsOf('/a%2Fb/%zz/%C3%A9')).toEqual(['a/b', '%zz', 'é']);
  });
});

describe('isBelow', () => {
  it.each(['/v1/download/search?q=1', '/v1/%64ownload/x', '/v1/download'])('%s is below /v1/download', (target) => {
    expect([isBelow(API, target), isBelow(DOWNLOAD_API, target)]).toEqual([true, true]);
  });

  it.each(['/v1/downloads', '/x/v1/download', '/'])('%s is not', (target) => {
    expect(isBelow(DOWNLOAD_API, target)).toBe(false);
  });
});
