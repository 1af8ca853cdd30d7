import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planResponse, type Representation } from './plan-response.js';

const file = (size = 1000): Representation => ({
  size,
  contentType: 'audio/flac',
  etag: '"tag"',
  modifiedAt: new Date('2024-01-01T00:00:00Z'),
  cacheControl: 'no-cache',
});

const plan = (headers: Record<string, string>, size?: number) => planResponse(headers, file(size));

describe('planResponse', () => {
  it('sends the whole by default', () => {
    expect(plan({})).toMatchObject({
      status: 200,
      span: { start: 0, end: 1000 },
      headers: { 'content-length': '1000', 'accept-ranges': 'bytes', 'content-type': 'audio/flac', etag: '"tag"' },
    });
  });

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=990-', 990, 1000],
    ['bytes=-5', 995, 1000],
    ['bytes=500-9999', 500, 1000],
  ])('honours %s', (range, start, end) => {
    expect(plan({ range })).toMatchObject({
      status: 206,
      span: { start, end },
      headers: { 'content-range': `bytes ${start}-${end - 1}/1000`, 'content-length': String(end - start) },
    });
  });

  it.each(['bytes=0-1,5-6', 'bytes', 'bytes=a-b', 'items=0-1', ''])('answers %j with the whole', (range) => {
    expect(plan({ range })).toMatchObject({ status: 200, span: { start: 0, end: 1000 } });
  });

  it('refuses a range behind the end and says where that is', () => {
    const attempt = () => plan({ range: 'bytes=1000-' });
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'RANGE_NOT_SATISFIABLE', headers: { 'content-range': 'bytes */1000' } }),
    );
  });

  it('honours a range only of the file it was asked of', () => {
    expect(plan({ range: 'bytes=0-9', 'if-range': '"tag"' }).status).toBe(206);
    expect(plan({ range: 'bytes=0-9', 'if-range': '"other"' }).status).toBe(200);
  });

  it('sends nothing to who has it already', () => {
    expect(plan({ 'if-none-match': '"tag"' }).status).toBe(304);
    expect(plan({ 'if-modified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' }).status).toBe(304);
    expect(plan({ 'if-none-match': '"other"' }).status).toBe(200);
  });

  it('plans a span inside the file, of the promised length, for every range header', () => {
    const part = fc.tuple(fc.option(fc.nat(2000)), fc.option(fc.nat(2000)));
    const range = fc.array(part, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(range, fc.integer({ min: 0, max: 1500 }), (parts, size) => {
        const text = parts.map(([from, to]) => `${from ?? ''}-${to ?? ''}`).join(',');
        try {
          const { span, headers } = plan({ range: `bytes=${text}` }, size);
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(size);
          expect(headers['content-length']).toBe(String(span.end - span.start));
        } catch (error) {
          expect(error).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
        }
      }),
    );
  });
});
