import { describe, expect, it } from '@jest/globals';
import { isRangeCurrent, judgePreconditions, toHttpDate } from './preconditions.js';

const file = { etag: '"abc"', modifiedAt: 1_700_000_000 };
const SAME = toHttpDate(1_700_000_000);
const EARLIER = toHttpDate(1_699_999_999);
const LATER = toHttpDate(1_700_000_001);

describe('judgePreconditions', () => {
  it.each([
    ['nothing asked', {}, 'proceed'],
    ['If-Match fits', { 'if-match': '"abc"' }, 'proceed'],
    ['If-Match fits one of several', { 'if-match': '"x", "abc"' }, 'proceed'],
    ['If-Match any', { 'if-match': '*' }, 'proceed'],
    ['If-Match differs', { 'if-match': '"x"' }, 'precondition_failed'],
    ['If-Match is weak', { 'if-match': 'W/"abc"' }, 'precondition_failed'],
    ['If-Unmodified-Since holds', { 'if-unmodified-since': SAME }, 'proceed'],
    ['If-Unmodified-Since fails', { 'if-unmodified-since': EARLIER }, 'precondition_failed'],
    ['If-Unmodified-Since is no date', { 'if-unmodified-since': '5' }, 'proceed'],
    ['If-Match outranks If-Unmodified-Since', { 'if-match': '"abc"', 'if-unmodified-since': EARLIER }, 'proceed'],
    ['If-None-Match holds', { 'if-none-match': '"abc"' }, 'not_modified'],
    ['If-None-Match compares weakly', { 'if-none-match': '"x", W/"abc"' }, 'not_modified'],
    ['If-None-Match any', { 'if-none-match': '*' }, 'not_modified'],
    ['If-None-Match differs', { 'if-none-match': '"x"' }, 'proceed'],
    ['If-Modified-Since same', { 'if-modified-since': SAME }, 'not_modified'],
    ['If-Modified-Since later', { 'if-modified-since': LATER }, 'not_modified'],
    ['If-Modified-Since earlier', { 'if-modified-since': EARLIER }, 'proceed'],
    ['If-Modified-Since is no date', { 'if-modified-since': '3000' }, 'proceed'],
    ['If-None-Match outranks If-Modified-Since', { 'if-none-match': '"x"', 'if-modified-since': LATER }, 'proceed'],
    ['If-Match is asked first', { 'if-match': '"x"', 'if-none-match': '"abc"' }, 'precondition_failed'],
    ['a reload that says what it has', { 'if-none-match': '"abc"', 'cache-control': 'no-cache' }, 'not_modified'],
    ['rfc850 date', { 'if-modified-since': 'Tuesday, 14-Nov-23 22:13:20 GMT' }, 'not_modified'],
    ['asctime date', { 'if-modified-since': 'Tue Nov 14 22:13:20 2023' }, 'not_modified'],
  ])('%s', (_case, headers, verdict) => {
    expect(judgePreconditions(headers, file)).toBe(verdict);
  });
});

describe('isRangeCurrent', () => {
  it.each([
    [undefined, true],
    ['"abc"', true],
    ['W/"abc"', false],
    ['"x"', false],
    [SAME, true],
    [EARLIER, false],
    [LATER, false],
    ['nonsense', false],
  ])('If-Range: %s -> %s', (condition, isCurrent) => {
    expect(isRangeCurrent(condition === undefined ? {} : { 'if-range': condition }, file)).toBe(isCurrent);
  });
});
