/** What no header of an answer may contain. */
export const INJECTED = 'x-injected';

const LINE = `${INJECTED}: 1`;
const ENCODED = `%0d%0a${INJECTED}:%201`;
/** As much of a header as Node's 16 KiB for all of them leave room for. */
const LONG = 12_000;

export interface HostileRequest {
  /** As it stands in the request line, not encoded any further. */
  target?: string;
  method?: 'GET' | 'POST';
  /** Lines without their ends. `authorization` is added unless one of them is. */
  headers?: readonly string[];
  /** Default: any 2xx, 3xx or 4xx. 503 is what a service that is away answers for. */
  status?: number;
}

const stream = (...headers: readonly string[]): HostileRequest => ({ target: '/v1/content/stream/t1', headers });
const image = (...headers: readonly string[]): HostileRequest => ({ target: '/v1/content/image/i1', headers });
const session = (...headers: readonly string[]): HostileRequest => ({ target: '/v1/auth/session', headers });

/** Each an attempt to write into the answer, or to keep the service busy reading one line. */
export const HOSTILE_REQUESTS: Readonly<Record<string, HostileRequest>> = {
  'an encoded line end in a path': { target: `/v1/content/album/b1${ENCODED}`, status: 404 },
  'an encoded line end in the path of a file': { target: `/v1/content/stream/t1${ENCODED}`, status: 404 },
  'an encoded line end in a path that is forwarded': { target: `/v1/download/request/r1${ENCODED}`, status: 503 },
  'an encoded line end in an unknown path': { target: `/nothing${ENCODED}`, status: 404 },
  'characters that end in the bytes of a line end': { target: `/v1/content/album/%e5%98%8d%e5%98%8a${LINE}` },
  'a bare line feed in a path': { target: `/v1/content/album/b1\n${LINE}` },
  'a NUL in a path': { target: '/v1/content/album/b1\0', status: 400 },
  'an encoded NUL in the path of a file': { target: '/v1/content/image/i1%00', status: 404 },
  'bytes from 0x80 in a path': { target: '/v1/content/album/\x80\xff' },
  'encoded bytes that are no UTF-8 in a path': { target: '/v1/content/album/%80%ff', status: 400 },
  'an encoded line end in a query': { target: `/v1/sync/events?since=0${ENCODED}`, status: 400 },
  'an encoded line end in a query that is forwarded': { target: `/v1/download/search?q=x${ENCODED}`, status: 503 },
  'a bare line feed in a query': { target: `/v1/sync/events?since=0\n${LINE}` },
  'a NUL in a query': { target: '/v1/sync/events?since=\0', status: 400 },
  'an encoded NUL in a query': { target: '/v1/sync/events?since=0%00', status: 400 },
  'bytes from 0x80 in a query': { target: '/v1/sync/events?since=\x80\xff', status: 400 },
  'six thousand parameters': { target: `/v1/sync/events?since=0${'&a'.repeat(LONG / 2)}`, status: 200 },
  'a line end in Range': stream(`range: bytes=0-1\r\n${LINE}`),
  'a bare line feed in Range': { ...stream(`range: bytes=0-1\n${LINE}`), status: 400 },
  'a NUL in Range': { ...stream('range: bytes=0-1\0'), status: 400 },
  'bytes from 0x80 in Range': { ...stream('range: bytes=0-\x80\xff'), status: 200 },
  'a Range of thousands of ranges': { ...stream(`range: bytes=${'0-1,'.repeat(LONG / 4)}0-1`), status: 200 },
  'a Range of thousands of spaces': { ...stream(`range: bytes=${' \t'.repeat(LONG / 2)}x`), status: 200 },
  'a Range of thousands of digits': { ...stream(`range: bytes=${'9'.repeat(LONG)}-`), status: 416 },
  'an If-Range of thousands of spaces': stream('range: bytes=0-1', `if-range: "${' '.repeat(LONG)}x`),
  'an If-None-Match of 5,000 tags': { ...image(`if-none-match: ${'"",'.repeat(5_000)}"x"`), status: 200 },
  'an If-None-Match of 5,000 weak marks': { ...image(`if-none-match: ${'W/,'.repeat(5_000)}"x"`), status: 200 },
  'an If-None-Match of thousands of spaces': { ...image(`if-none-match: W/${' '.repeat(LONG)}"x"`), status: 200 },
  'an If-None-Match with bytes from 0x80': { ...image('if-none-match: "\x80\xff"'), status: 200 },
  'an If-Match of 5,000 tags': { ...image(`if-match: ${'"",'.repeat(5_000)}"x"`), status: 412 },
  'an If-Modified-Since of thousands of spaces': image(`if-modified-since: Mon${' '.repeat(LONG)}x`),
  'a Cookie of 8 KB': { ...session(`cookie: session_token=${'x'.repeat(8_192)}`), status: 200 },
  'a Cookie of thousands of names': { ...session(`cookie: ${'a=;'.repeat(LONG / 3)}`), status: 200 },
  'a Cookie of thousands of equal signs': { ...session(`cookie: ${'='.repeat(LONG)}`), status: 200 },
  'a Cookie of thousands of spaces': { ...session(`cookie: a${' '.repeat(LONG)}=${' '.repeat(100)};`), status: 200 },
  'an encoded line end in a Cookie': { ...session(`cookie: session_token=x${ENCODED}`), status: 200 },
  'a line end in the token at logout': {
    target: '/v1/auth/logout',
    headers: ['authorization: x', `cookie: session_token=x${ENCODED}`],
    status: 403,
  },
  'an X-Forwarded-For of thousands of addresses': {
    ...session('authorization: x', `x-forwarded-for: ${'1.1.1.1,'.repeat(LONG / 8)}`),
    status: 403,
  },
  'an X-Forwarded-For of thousands of commas': {
    ...session('authorization: x', `x-forwarded-for: ${', '.repeat(LONG / 2)}`),
    status: 403,
  },
  'an X-Forwarded-For of thousands of spaces': {
    ...session('authorization: x', `x-forwarded-for: 1${' '.repeat(LONG)}1`),
    status: 403,
  },
  'an X-Forwarded-For with bytes from 0x80': session('authorization: x', 'x-forwarded-for: \x80\xff'),
  'an X-Forwarded-Proto with bytes from 0x80': session('x-forwarded-proto: https\x80'),
  'an Authorization of thousands of spaces': session(`authorization: Bearer${' '.repeat(LONG)}x`),
  'an Authorization of thousands of words': session(`authorization: ${'Bearer '.repeat(LONG / 7)}`),
  'an Authorization with bytes from 0x80': { ...session('authorization: Bearer \x80\xff'), status: 403 },
  'an Authorization with a NUL': { ...session('authorization: x\0'), status: 400 },
  'a traceparent of thousands of digits': session(`traceparent: 00-${'a'.repeat(LONG)}-01`),
  'a Content-Type of thousands of spaces': {
    method: 'POST',
    target: '/v1/content/search',
    headers: [`content-type: application/json;${' '.repeat(LONG)}x`, 'content-length: 0'],
  },
  'more headers than are read': { ...session(`x-long: ${'x'.repeat(20_000)}`), status: 431 },
};
