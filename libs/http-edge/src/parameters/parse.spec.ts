import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@pezzottify/contracts';
import * as fc from 'fast-check';
import { parseBoolean, parseDate, parseId, parseInteger, parseText, parseWord } from './parse.js';

function refusal(attempt: () => unknown): { code: string; message: string } {
  try {
    attempt();
  } catch (error) {
    if (error instanceof CodedError) return { code: error.code, message: error.message };
  }
  throw new Error('nothing was refused');
}

describe('parseInteger', () => {
  it.each([
    ['7', {}, 7],
    ['0', {}, 0],
    ['-3', { min: -5 }, -3],
    [undefined, { default: 50 }, 50],
    [undefined, {}, undefined],
    ['500', { cap: 200 }, 200],
    ['9'.repeat(30), { cap: 200 }, 200],
  ])('%s with %j is %s', (raw, options, value) => {
    expect(parseInteger('limit', raw, options)).toBe(value);
  });

  it.each(['', 'a', '1.0', '1e3', '+1', ' 1', '0x1', '-1', '9'.repeat(30)])('refuses "%s"', (raw) => {
    expect(refusal(() => parseInteger('limit', raw)).code).toBe('INVALID_PARAMETER');
  });

  it('names parameter, value and what is allowed', () => {
    const { message } = refusal(() => parseInteger('hours', '200', { min: 1, max: 168 }));
    expect(message).toBe('hours: "200" is not possible; allowed: an integer from 1 to 168');
  });

  it('refuses a repeated parameter', () => {
    expect(refusal(() => parseInteger('limit', ['1', '2'])).message).toContain('["1","2"]');
  });

  it('refuses a missing one that is required', () => {
    expect(refusal(() => parseInteger('since', undefined, { required: true })).message).toBe(
      'since is missing; allowed: an integer from 0',
    );
  });

  it('takes every whole number as it is written', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (value) => parseInteger('x', String(value)) === value));
  });
});

describe('parseDate', () => {
  it.each(['20240229', '19700101', '20251231'])('%s', (raw) => {
    expect(parseDate('start_date', raw)).toBe(Number(raw));
  });

  it.each(['20230229', '20250431', '20251301', '20250100', '2025011', '202501011', '2025-1-1', '', 'today'])(
    'refuses "%s"',
    (raw) => {
      expect(refusal(() => parseDate('start_date', raw)).message).toContain('allowed: a date as YYYYMMDD');
    },
  );

  it('knows every day of the calendar and no other', () => {
    const instant = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (date) => {
        const text = date.toISOString().slice(0, 10).replaceAll('-', '');
        return parseDate('date', text) === Number(text);
      }),
    );
  });
});

describe('parseWord', () => {
  const words = ['album', 'artist'] as const;

  it('takes a word, or the default', () => {
    expect([parseWord('type', 'artist', words), parseWord('type', undefined, words, { default: 'album' })]).toEqual([
      'artist',
      'album',
    ]);
  });

  it.each(['Album', '', 'track', 'toString'])('refuses "%s"', (raw) => {
    expect(refusal(() => parseWord('type', raw, words)).message).toContain('allowed: album, artist');
  });
});

describe('parseBoolean', () => {
  it.each([
    ['true', true],
    ['false', false],
    [undefined, undefined],
  ])('%s', (raw, value) => {
    expect(parseBoolean('force', raw)).toBe(value);
  });

  it.each(['1', 'True', ''])('refuses "%s"', (raw) => {
    expect(refusal(() => parseBoolean('force', raw)).message).toContain('allowed: true, false');
  });
});

describe('parseText', () => {
  it('takes text as it is', () => {
    expect([parseText('q', ' night bus '), parseText('q', ''), parseText('q', undefined)]).toEqual([
      ' night bus ',
      '',
      undefined,
    ]);
    expect(parseText('q', '🎵'.repeat(10), { maxLength: 10 })).toBe('🎵'.repeat(10));
  });

  it.each([
    ['blank', '  ', { required: true }],
    ['missing', undefined, { required: true }],
    ['too long', 'x'.repeat(11), { maxLength: 10 }],
    ['too long in signs of two units', '🎵'.repeat(11), { maxLength: 10 }],
  ])('refuses text that is %s', (_what, raw, options) => {
    expect(refusal(() => parseText('q', raw, options)).code).toBe('INVALID_PARAMETER');
  });

  it('shows only the beginning of a long value, and no token', () => {
    const token = 'aB3'.repeat(21) + 'Z';
    expect(refusal(() => parseText('q', 'x'.repeat(500), { maxLength: 10 })).message.length).toBeLessThan(200);
    expect(refusal(() => parseInteger('since', token)).message).not.toContain(token);
  });
});

describe('parseId', () => {
  it('takes 1 to 256 characters', () => {
    expect([parseId('a'), parseId('é'.repeat(256))]).toEqual(['a', 'é'.repeat(256)]);
    expect([parseId('🎵'.repeat(256)), parseId('❤️'.repeat(128))]).toEqual(['🎵'.repeat(256), '❤️'.repeat(128)]);
  });

  it.each(['', 'x'.repeat(257), '🎵'.repeat(257), '❤️'.repeat(129)])('does not find "%s"', (raw) => {
    expect(refusal(() => parseId(raw)).code).toBe('NOT_FOUND');
  });
});
