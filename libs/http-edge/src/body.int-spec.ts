import { connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Edge, startEdge } from './test-app/start-edge.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const MIB = 1024 * 1024;
/** A valid note of exactly this many bytes. */
const noteOf = (bytes: number) => `{"title":"x","filler":"${'f'.repeat(bytes - 25)}"}`;

describe('request bodies', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.app.close());

  const post = (path: string, init: RequestInit) => edge.ask(path, { method: 'POST', ...init });
  const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

  it.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['Application/JSON ;charset="utf-8"'],
    ['application/json; garbage'],
  ])('takes %s', async (type) => {
    const answer = await post('/v1/notes', { body: '{"title":"é"}', headers: { 'content-type': type } });
    expect([answer.status, await answer.json()]).toEqual([201, { title: 'é', rank: null, tags: null }]);
  });

  it.each([
    ['another type', '{"title":"x"}', { 'content-type': 'text/plain' }],
    ['a form', 'title=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a similar type', '{"title":"x"}', { 'content-type': 'application/jsonx' }],
    ['an unreadable type', '{"title":"x"}', { 'content-type': 'json' }],
    ['a compressed body', '{"title":"x"}', { ...JSON_TYPE, 'content-encoding': 'gzip' }],
    ['no body and no type', undefined, {}],
    ['broken JSON of another type', '{', { 'content-type': 'text/plain' }],
    ['too much of another type', noteOf(3 * MIB), { 'content-type': 'text/plain' }],
  ])('refuses %s with 415', async (_what, body, headers) => {
    const answer = await post('/v1/notes', { ...(body === undefined ? {} : { body }), headers });
    expect(await codeOf(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each([
    ['empty', ''],
    ['cut off', '{"title":"x"'],
    ['two values', '{}{}'],
    ['a bad number', '{"title":01}'],
    ['nested without end', '['.repeat(MIB)],
    ['a million levels', '['.repeat(MIB - 1) + ']'.repeat(MIB - 1)],
    ['half of a surrogate pair', '{"title":"x\\ud800"}'],
    ['no UTF-8', Buffer.from('{"title":"\xe9"}', 'latin1')],
  ])('refuses a body that is %s with 400', async (_what, body) => {
    expect(await codeOf(await post('/v1/notes', { body, headers: JSON_TYPE }))).toEqual([400, 'MALFORMED_JSON']);
  });

  it('says where the JSON breaks without repeating it', async () => {
    const answer = await post('/v1/notes', { body: '{"password":"hunter2"', headers: JSON_TYPE });
    expect(await answer.json()).toEqual({
      error: 'the body is not valid JSON (position 21)',
      code: 'MALFORMED_JSON',
    });
  });

  it('takes brackets inside of text for text', async () => {
    const answer = await post('/v1/notes', {
      body: `{"title":"[[\\"{","x":"${'['.repeat(1000)}"}`,
      headers: JSON_TYPE,
    });
    expect(answer.status).toBe(201);
  });

  it('takes 2 MiB and refuses one byte more', async () => {
    const exact = await post('/v1/notes', { body: noteOf(2 * MIB), headers: JSON_TYPE });
    expect(exact.status).toBe(201);
    expect(await codeOf(await post('/v1/notes', { body: noteOf(2 * MIB + 1), headers: JSON_TYPE }))).toEqual([
      413,
      'PAYLOAD_TOO_LARGE',
    ]);
  });

  it('refuses too much of unknown length, and the client hears it', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(0x20);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if ((sent += chunk.length) > 8 * MIB) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const answer = await post('/v1/notes', { body, headers: JSON_TYPE, duplex: 'half' });
    expect(await codeOf(answer)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('answers 413 before the body comes', async () => {
    const socket = connect(edge.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /v1/notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${3 * MIB}\r\n\r\n`,
    );
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(first.toString()).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('refuses a body that ends before its length', async () => {
    const socket = connect({ port: edge.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end(
      'POST /v1/notes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"ti',
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
    expect((await edge.ask('/health/live')).status).toBe(200);
  });

  it('refuses a well-formed body that is not valid with the code of the route', async () => {
    const put = await edge.ask('/v1/notes/1', { method: 'PUT', body: '{"title":5}', headers: JSON_TYPE });
    expect(await codeOf(put)).toEqual([400, 'INVALID_ENTITY']);
    expect(await codeOf(await post('/v1/notes', { body: '[]', headers: JSON_TYPE }))).toEqual([422, 'INVALID_BODY']);
  });

  describe('of routes that can do without', () => {
    const copy = (init: RequestInit) => post('/v1/notes/1/copy', init);

    it.each([
      ['no body and no type', {}, 'as it is'],
      ['no body of a type', { headers: JSON_TYPE }, 'as it is'],
      ['no body of another type', { headers: { 'content-type': 'text/plain' } }, 'as it is'],
      ['an empty body', { body: '', headers: { 'content-type': 'text/plain' } }, 'as it is'],
      ['{}', { body: '{}', headers: JSON_TYPE }, 'as it is'],
      ['a body', { body: '{"title":"x"}', headers: JSON_TYPE }, 'x'],
    ])('take %s', async (_what, init, title) => {
      const answer = await copy(init);
      expect([answer.status, await answer.json()]).toEqual([200, { title }]);
    });

    it.each([
      ['broken JSON', { body: '{', headers: JSON_TYPE }, 400, 'MALFORMED_JSON'],
      ['another type', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
      ['too much', { body: noteOf(3 * MIB), headers: JSON_TYPE }, 413, 'PAYLOAD_TOO_LARGE'],
      ['what is not valid', { body: '{"title":5}', headers: JSON_TYPE }, 422, 'INVALID_BODY'],
      ['no object', { body: 'null', headers: JSON_TYPE }, 422, 'INVALID_BODY'],
    ])('refuse %s as others do', async (_what, init, status, code) => {
      expect(await codeOf(await copy(init))).toEqual([status, code]);
    });

    it('say in the description that it may be left out', async () => {
      const { paths } = (await (await edge.ask('/v1/openapi.json')).json()) as {
        paths: Record<string, { post: { requestBody: { required: boolean } } }>;
      };
      expect(paths['/v1/notes/{id}/copy']?.post.requestBody.required).toBe(false);
      expect(paths['/v1/notes']?.post.requestBody.required).toBe(true);
    });
  });

  describe('of routes that declare none', () => {
    it.each([
      ['nothing', undefined, {}],
      ['broken JSON', '{', JSON_TYPE],
      ['an unreadable type', 'x', { 'content-type': 'nonsense' }],
      ['a type with broken parameters', 'x', { 'content-type': ';;;' }],
      ['another type', 'x', { 'content-type': 'text/plain' }],
      ['a compressed nothing', 'x', { 'content-encoding': 'gzip' }],
      ['3 MiB', noteOf(3 * MIB), JSON_TYPE],
      ['3 MiB of anything', 'x'.repeat(3 * MIB), { 'content-type': 'video/mp4' }],
    ])('ignores %s', async (_what, body, headers) => {
      for (const path of ['/v1/notes/1/star', '/v1/undeclared']) {
        const answer = await post(path, { ...(body === undefined ? {} : { body }), headers });
        expect([answer.status, answer.headers.get('content-length')]).toEqual([
          200,
          path === '/v1/undeclared' ? '13' : '0',
        ]);
      }
    });

    it('ignores the body of a DELETE and of a GET', async () => {
      const removed = await edge.ask('/v1/notes/1', { method: 'DELETE', body: '{', headers: JSON_TYPE });
      expect(removed.status).toBe(204);
      const socket = connect(edge.port, '127.0.0.1');
      socket.end(
        'GET /v1/notes/7 HTTP/1.1\r\nhost: x\r\ncontent-type: x\r\ncontent-length: 1\r\nconnection: close\r\n\r\n{',
      );
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [^]*\{"id":"7"\}$/);
    });

    it('gives the handler nothing of it', async () => {
      const answer = await post('/v1/undeclared', { body: '{"a":1}', headers: JSON_TYPE });
      expect(await answer.json()).toEqual({ body: null });
    });
  });
});
