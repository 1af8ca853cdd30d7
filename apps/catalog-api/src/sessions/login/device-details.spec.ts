import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutToBytes, deviceDetails } from './device-details.js';

const login = (given: object = {}) =>
  deviceDetails({ user_handle: 'maria', password: 'x', device_uuid: 'device-0001', device_type: 'web', ...given });

describe('cutting to bytes', () => {
  const text = fc.string({ unit: 'grapheme' });

  it('never splits a character, is never longer than allowed, and keeps all that fits', () => {
    fc.assert(
      fc.property(text, fc.nat(80), (given, maxBytes) => {
        const cut = cutToBytes(given, maxBytes);
        expect(given.startsWith(cut)).toBe(true);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
        expect(cut.isWellFormed()).toBe(true);
        const next = String.fromCodePoint(given.codePointAt(cut.length) ?? 0);
        if (cut !== given) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(maxBytes);
      }),
    );
  });
});

describe('device details', () => {
  it.each(['web', 'android', 'ios'])('know the type %s in any case', (type) => {
    expect(login({ device_type: type.toUpperCase() }).type).toBe(type);
  });

  it('call every other type unknown', () => {
    expect(['tv', '', 'toString'].map((device_type) => login({ device_type }).type)).toEqual(Array(3).fill('unknown'));
  });

  it.each(['1234567', 'a'.repeat(65), 'device 0001', 'device_0001', 'gerät-0001', ''])(
    'refuse the uuid "%s"',
    (uuid) => {
      expect(() => login({ device_uuid: uuid })).toThrow(expect.objectContaining({ code: 'INVALID_BODY' }));
    },
  );

  it('trim the uuid before they measure it', () => {
    expect(login({ device_uuid: ` ${'a'.repeat(64)}\t` }).uuid).toBe('a'.repeat(64));
  });

  it('free name and system of control characters and margins, cut them, and store nothing as null', () => {
    expect(login({ device_name: '\u0000 Maria’s\nphone \u009f', os_info: ' \u0007 ' })).toMatchObject({
      name: 'Maria’sphone',
      osInfo: null,
    });
    const long = { device_name: '🎵'.repeat(60), os_info: 'x'.repeat(201) };
    expect(login(long)).toMatchObject({ name: '🎵'.repeat(25), osInfo: 'x'.repeat(200) });
    expect(login({ device_name: null })).toMatchObject({ name: null, osInfo: null });
  });
});
