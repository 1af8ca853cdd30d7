import { describe, expect, it } from '@jest/globals';
import { visibleEvent } from './android-view.js';

const event = (type: string, payload: unknown) => ({ seq: 7, type, payload, server_timestamp: 1 });
const setting = (key: string) => event('setting_changed', { setting: { key, value: true } });
const status = (text: string) => event('download_status_changed', { request_id: 'r', status: text });
const android = (one: ReturnType<typeof event>, ...keys: string[]) => visibleEvent(one, 'android', new Set(keys));

describe('what an Android app sees of an event', () => {
  it.each([
    ['a permission it does not know', event('permission_granted', { permission: 'DownloadManagerAdmin' })],
    ['the end of such a permission', event('permission_revoked', { permission: 'IssueContentDownload' })],
    ['a cancelled download', status('CANCELLED')],
    ['a setting it has not written', setting('enable_direct_downloads')],
  ])('keeps place and type of %s and loses the payload', (_what, one) => {
    expect(android(one, 'enable_external_search')).toEqual({ ...one, payload: {} });
    for (const type of ['web', 'ios', 'unknown'] as const) expect(visibleEvent(one, type, new Set())).toBe(one);
  });

  it.each([
    ['a permission it knows', event('permission_granted', { permission: 'RequestContent' })],
    ['a download in another state', status('FAILED')],
    ['a setting it has written', setting('enable_external_search')],
    ['anything else', event('content_liked', { content_type: 'album', content_id: 'b1' })],
  ])('is the same of %s', (_what, one) => {
    expect(android(one, 'enable_external_search')).toEqual(one);
  });

  it('is the list of a reset without the permissions it does not know', () => {
    const permissions = ['AccessCatalog', 'IssueContentDownload', 'ViewAnalytics', 'DownloadManagerAdmin'];
    expect(android(event('permissions_reset', { permissions })).payload).toEqual({
      permissions: ['AccessCatalog', 'ViewAnalytics'],
    });
  });
});
