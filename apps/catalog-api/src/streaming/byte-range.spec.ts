import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byteRangeOf } from './byte-range.js';

const SIZE = 1000;
const whole = { start: 0, end: 999, isPart: false };
const part = (start: number, end: number) => ({ start, end, isPart: true });

describe('byteRangeOf', () => {
  it.each([
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-99', part(0, 99)],
    ['bytes=0-', part(0, 999)],
    ['bytes=500-', part(500, 999)],
    ['bytes=999-', part(999, 999)],
    ['bytes=900-5000', part(900, 999)],
    ['bytes=0-99999999999999999999999', part(0, 999)],
    ['bytes=-1', part(999, 999)],
    ['bytes=-200', part(800, 999)],
    ['bytes=-1000', part(0, 999)],
    ['bytes=-5000', part(0, 999)],
    ['Bytes=1-2', part(1, 2)],
    ['bytes= 1-2 ', part(1, 2)],
  ])('reads %s', (header, expected) => {
    expect(byteRangeOf(header, SIZE)).toEqual(expected);
  });

  it.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=5000-', 'bytes=-0', 'bytes=99999999999999999999999-'])(
    'cannot satisfy %s',
    (header) => {
      expect(byteRangeOf(header, SIZE)).toBe('unsatisfiable');
    },
  );

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=2000-1500',
    'bytes=a-b',
    'bytes=1-x',
    'bytes=--5',
    'bytes=+1-2',
    'bytes=1.5-2',
    'items=0-1',
    'bytes=0-1,5-6',
    'bytes=0-1,',
    ',bytes=0-1',
    'bytes=0-1, bytes=2-3',
  ])('sends the whole file for %j', (header) => {
    expect(byteRangeOf(header, SIZE)).toEqual(whole);
  });

  it('always stays within the file, and starts where it was asked to', () => {
    const position = fc.nat({ max: 3000 });
    fc.assert(
      fc.property(position, fc.option(position), fc.integer({ min: 1, max: 2000 }), (first, last, size) => {
        const range = byteRangeOf(`bytes=${first}-${last ?? ''}`, size);
        const isMalformed = last !== null && last < first;
        const expected = first >= size ? 'unsatisfiable' : part(first, Math.min(last ?? size - 1, size - 1));
        expect(range).toEqual(isMalformed ? { start: 0, end: size - 1, isPart: false } : expected);
      }),
    );
  });

  it('answers any header with bytes of the file or a refusal', () => {
    const header = fc.stringMatching(/^(bytes|x)?=?[ ,0-9-]{0,12}$/);
    fc.assert(
      fc.property(header, fc.integer({ min: 1, max: 50 }), (text, size) => {
        const range = byteRangeOf(text, size);
        if (range === 'unsatisfiable') return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeLessThan(size);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
      }),
    );
  });
});
