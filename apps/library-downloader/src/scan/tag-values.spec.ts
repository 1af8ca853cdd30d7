import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanDate, cleanList, cleanMusicBrainzId, cleanNumber, cleanText } from './tag-values.js';

describe('cleanText', () => {
  it('makes one trimmed line of a text', () => {
    expect(cleanText('  Low\tTide\r\n  Letters\u0000 ')).toBe('Low Tide Letters');
  });

  it('repairs UTF-8 that was read as Latin-1, and leaves real Latin-1 alone', () => {
    expect(cleanText('Oskar LindqvÃ¥g')).toBe('Oskar Lindqvåg');
    expect(cleanText('Café Müller')).toBe('Café Müller');
    expect(cleanText('日本 Ã¥')).toBe('日本 Ã¥');
  });

  it('has nothing to say about blanks and other types', () => {
    expect([cleanText(' \n'), cleanText(3), cleanText(undefined)]).toEqual([undefined, undefined, undefined]);
  });

  it('does not cut through a character', () => {
    expect(cleanText(`${'x'.repeat(499)}🎵`)).toBe('x'.repeat(499));
  });

  const surrogate = fc.integer({ min: 0xd800, max: 0xdfff });

  it('gives short well-formed lines whatever a tag holds', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(0xffff), surrogate), { maxLength: 700 }), (codes) => {
        const text = String.fromCharCode(...codes);
        const clean = cleanText(text) ?? '';
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/[\p{Cc}\u2028\u2029]|^\s|\s$/u);
        expect(clean.length).toBeLessThanOrEqual(500);
      }),
    );
  });
});

describe('cleanList', () => {
  it('takes values apart that were put into one tag, without repeating any', () => {
    expect(cleanList(['Ambient; Drone', 'Folk\0Drone', ' '])).toEqual(['Ambient', 'Drone', 'Folk']);
    expect(cleanList(undefined)).toEqual([]);
  });
});

describe('cleanNumber', () => {
  it('accepts what can be a track number', () => {
    expect([1, 42, 9999].map(cleanNumber)).toEqual([1, 42, 9999]);
    expect([0, -1, 1.5, NaN, 10_000, null, '3'].map(cleanNumber)).toEqual(Array(7).fill(undefined));
  });
});

describe('cleanDate', () => {
  it.each([
    ['2021-05-14', '2021-05-14'],
    ['2021-05-14T10:00:00Z', '2021-05-14'],
    ['20210514', '2021-05-14'],
    ['2021/05', '2021-05'],
    ['2021.5.4', '2021'],
    ['2021-00-00', '2021'],
    ['2021-02-31', '2021-02'],
    ['recorded 1969, remastered', '1969'],
    [1984, '1984'],
    ['0000', undefined],
    ['0', undefined],
    ['12345678901', undefined],
    [undefined, undefined],
  ])('reads %j as %j', (tag, date) => {
    expect(cleanDate(tag)).toBe(date);
  });

  it('keeps every real day as it is', () => {
    const days = fc.date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    fc.assert(fc.property(days, (day) => expect(cleanDate(day.toISOString())).toBe(day.toISOString().slice(0, 10))));
  });
});

describe('cleanMusicBrainzId', () => {
  it('accepts a UUID in any case and nothing else', () => {
    const id = '1b2c3d4e-0000-4aaa-8bbb-0123456789ab';
    expect(cleanMusicBrainzId(` ${id.toUpperCase()} `)).toBe(id);
    expect([cleanMusicBrainzId('none'), cleanMusicBrainzId(7)]).toEqual([undefined, undefined]);
  });
});
