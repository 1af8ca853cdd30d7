import { describe, expect, it } from '@jest/globals';
import { CodedError, ShapeInvalidError } from '@pezzottify/contracts';
import { failureOf, readEnvelope, success } from './reply-envelope.js';

describe('the reply envelope', () => {
  it('says nothing about an unexpected error', () => {
    const text = JSON.stringify(failureOf(new Error('open /srv/media/secret: EACCES')));
    expect(text).toBe('{"ok":false,"error":{"code":"INTERNAL","message":"the handler failed"}}');
  });

  it('carries what is meant for the other side', () => {
    expect(failureOf(new CodedError('NOT_FOUND', 'no such album'))).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(failureOf(new ShapeInvalidError('x', ['/a must be string']))).toMatchObject({
      error: { code: 'SHAPE_INVALID', message: 'x: /a must be string' },
    });
  });

  it('is read back as it was written, and nothing else is', () => {
    expect(readEnvelope(success({ a: 1 }))).toEqual({ ok: true, body: { a: 1 } });
    for (const other of [null, 'text', {}, { ok: true }, { ok: false, error: 'text' }]) {
      expect(() => readEnvelope(other)).toThrow(ShapeInvalidError);
    }
  });
});
