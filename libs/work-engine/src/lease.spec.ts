import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grantLease, heartbeatIntervalSeconds, isLeaseExpired, newLeaseToken } from './lease.js';

const instants = fc.integer({ min: 0, max: 4_000_000_000 });
const leaseLengths = fc.integer({ min: 5, max: 3600 });

describe('a lease', () => {
  it('holds for its whole length and not a second longer', () => {
    fc.assert(
      fc.property(instants, leaseLengths, (now, length) => {
        const lease = grantLease(now, length, 'token');
        expect(isLeaseExpired(lease, now)).toBe(false);
        expect(isLeaseExpired(lease, now + length - 1)).toBe(false);
        expect(isLeaseExpired(lease, now + length)).toBe(true);
      }),
    );
  });

  it('survives two lost heartbeats when the third arrives in time', () => {
    fc.assert(
      fc.property(instants, leaseLengths, (now, length) => {
        const secondHeartbeat = now + 2 * heartbeatIntervalSeconds(length);
        expect(isLeaseExpired(grantLease(now, length, 'token'), secondHeartbeat)).toBe(false);
        expect(heartbeatIntervalSeconds(length) * 3).toBeCloseTo(length);
      }),
    );
  });

  it('keeps its token when it is granted again', () => {
    expect(grantLease(130, 60, grantLease(100, 60, 'token').token)).toEqual({ token: 'token', expiresAt: 190 });
  });
});

describe('newLeaseToken', () => {
  it('writes every byte as two hexadecimal digits, so that different bytes never give one token', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const token = newLeaseToken(() => bytes);
        expect(token).toMatch(/^[0-9a-f]{32}$/);
        expect(Buffer.from(token, 'hex')).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('asks for 16 random bytes', () => {
    const asked: number[] = [];
    newLeaseToken((length) => {
      asked.push(length);
      return new Uint8Array(length);
    });
    expect(asked).toEqual([16]);
  });
});
