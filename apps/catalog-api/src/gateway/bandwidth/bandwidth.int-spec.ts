import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { fillSampleCatalog } from '../../catalog/test-app/sample-catalog.js';
import { startUserSide, type UserSideApp } from '../../sessions/test-app/start-user-side.js';

describe('bandwidth', () => {
  let app: UserSideApp;
  let token: string;

  beforeEach(async () => {
    app = await startUserSide();
    token = await app.accounts.session(await app.accounts.add('maria', 'Regular'));
  });
  afterEach(() => app.app.close());

  /** Bytes of the answer's body. */
  async function ask(path: string, { headers, ...init }: RequestInit = {}): Promise<number> {
    const answer = await app.ask(path, { ...init, headers: { authorization: token, ...(headers as object) } });
    return (await answer.arrayBuffer()).byteLength;
  }

  /** The samples are set once nobody waits for the answer any more. */
  const samples = (lines: string[]) =>
    eventually(async () => {
      const text = (await app.scrape()).split('\n').filter((line) => line.startsWith('pezzottify_bandwidth_'));
      expect(text.sort()).toEqual(lines.map((line) => `pezzottify_bandwidth_${line}`).sort());
    });

  it('is counted by category, in both directions', async () => {
    const body = JSON.stringify({ query: 'növa' });
    const found = await ask('/v1/content/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const state = await ask('/v1/sync/state');
    const unknown = await ask('/v1/nothing');
    await ask('/health/live');
    await samples([
      `bytes_total{endpoint_category="search",direction="request"} ${Buffer.byteLength(body)}`,
      `bytes_total{endpoint_category="search",direction="response"} ${found}`,
      'requests_total{endpoint_category="search"} 1',
      'bytes_total{endpoint_category="other",direction="request"} 0',
      `bytes_total{endpoint_category="other",direction="response"} ${state + unknown}`,
      'requests_total{endpoint_category="other"} 2',
    ]);
  });

  it('is that of the part of a file that was sent', async () => {
    await fillSampleCatalog(app.catalog);
    await mkdir(join(app.config.mediaPath, 'audio'));
    await writeFile(join(app.config.mediaPath, 'audio/t1.ogg'), Buffer.alloc(400_000));
    await ask('/v1/content/stream/t1', { headers: { range: 'bytes=0-299999' } });
    await ask('/v1/content/stream/t1', { method: 'HEAD' });
    await samples([
      'bytes_total{endpoint_category="stream",direction="request"} 0',
      'bytes_total{endpoint_category="stream",direction="response"} 300000',
      'requests_total{endpoint_category="stream"} 2',
    ]);
  });
});
