import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { startUserSide, type UserSideApp } from '../sessions/test-app/start-user-side.js';

const FORWARDED = { 'x-forwarded-for': '192.0.2.7' };
const NAME = 'a b%2f ü?.ogg';

describe('a stream behind nginx', () => {
  let app: UserSideApp;
  let token: string;
  beforeEach(async () => {
    app = await startUserSide({ trustedProxies: ['127.0.0.1', '::1'], nginxMediaLocation: '/media/' });
    token = await app.accounts.session(await app.accounts.add('maria', 'Regular'));
    await fillSampleCatalog(app.catalog);
    await mkdir(join(app.config.mediaPath, 'audio'));
    for (const name of ['t1.ogg', NAME])
      await writeFile(join(app.config.mediaPath, 'audio', name), Buffer.alloc(1000, 7));
  });
  afterEach(() => app.app.close());

  const stream = (headers: Record<string, string>, init: RequestInit = {}) =>
    app.ask('/v1/content/stream/t1', { ...init, headers: { authorization: token, ...headers } });

  it('is left to nginx, which is told the file, its type and how long it may be kept', async () => {
    const answer = await stream(FORWARDED);
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-accel-redirect': '/media/audio/t1.ogg',
      'content-length': '0',
      'content-type': 'audio/ogg',
      'cache-control': 'private, max-age=3600',
      vary: 'Authorization, Cookie',
      'x-content-type-options': 'nosniff',
    });
  });

  it('names the file so that no sign of its name means anything in a path', async () => {
    await app.catalog.write((tx) => tx.run(`UPDATE tracks SET audio_uri = ? WHERE id = 't1'`, [`audio/${NAME}`]));
    const answer = await stream(FORWARDED);
    expect(answer.headers.get('x-accel-redirect')).toBe('/media/audio/a%20b%252f%20%C3%BC%3F.ogg');
  });

  it('is sent by the service to whoever asks it directly', async () => {
    const answer = await stream({ range: 'bytes=0-9' });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([206, 10]);
    expect(answer.headers.get('x-accel-redirect')).toBeNull();
  });

  it('is refused as ever', async () => {
    expect((await stream({ ...FORWARDED, authorization: 'nobody' })).status).toBe(403);
    await app.catalog.write((tx) => tx.run(`UPDATE tracks SET audio_uri = '../secret.ogg' WHERE id = 't1'`));
    const answer = await stream(FORWARDED);
    expect([answer.status, answer.headers.get('x-accel-redirect')]).toEqual([404, null]);
  });

  it('counts as the bytes that were asked for', async () => {
    await stream({ ...FORWARDED, range: 'bytes=100-399' });
    await stream({ ...FORWARDED, range: 'bytes=5000-' });
    await stream(FORWARDED, { method: 'HEAD' });
    await eventually(async () => {
      const lines = (await app.scrape()).split('\n');
      expect(lines).toContain('pezzottify_bandwidth_requests_total{endpoint_category="stream"} 3');
      expect(lines).toContain('pezzottify_bandwidth_bytes_total{endpoint_category="stream",direction="response"} 300');
    });
  });
});
