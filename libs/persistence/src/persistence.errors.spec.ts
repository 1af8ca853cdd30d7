import { describe, expect, it } from '@jest/globals';
import { DatabaseHeldError, isUniqueViolation, StatementFailedError } from './persistence.errors.js';

const violation = (column: string) =>
  new StatementFailedError(
    Object.assign(new Error(`SQLITE_CONSTRAINT: UNIQUE constraint failed: ${column}`), { code: 'SQLITE_CONSTRAINT' }),
    'INSERT INTO user (handle) VALUES (?)',
  );

describe('isUniqueViolation', () => {
  it('tells a violated unique key, and which', () => {
    expect(isUniqueViolation(violation('user.handle'))).toBe(true);
    expect(isUniqueViolation(violation('user.handle'), 'user.handle')).toBe(true);
    expect(isUniqueViolation(violation('user.handle'), 'device.device_uuid')).toBe(false);
  });

  it('is not taken in by other errors', () => {
    expect(isUniqueViolation(new Error('UNIQUE constraint failed: user.handle'))).toBe(false);
    expect(isUniqueViolation(undefined)).toBe(false);
  });
});

describe('DatabaseHeldError', () => {
  it('names the holder, or says that it has no name', () => {
    const holder = { pid: 7, service: 'catalog-api', host: 'attic', since: '2026-01-02T03:04:05.000Z' };
    expect(new DatabaseHeldError('/data/user.db', holder).message).toBe(
      '/data/user.db is held by catalog-api (pid 7 on attic, since 2026-01-02T03:04:05.000Z). ' +
        'Only one process may own a database: stop that one first.',
    );
    expect(new DatabaseHeldError('/data/user.db', null).message).toContain('another process');
  });
});
