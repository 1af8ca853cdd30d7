import { type GroupBucket } from '@pezzottify/access';
import { type PermissionName } from '@pezzottify/permissions';

export interface ForwardedRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly anyOf: readonly PermissionName[];
  readonly bucket?: GroupBucket;
}

const ask = (method: ForwardedRoute['method'], path: string): ForwardedRoute => ({
  method,
  path: `/v1/download${path}`,
  anyOf: ['RequestContent'],
});
const read = (path: string): ForwardedRoute => ({
  method: 'GET',
  path: `/v1/download/admin${path}`,
  anyOf: ['ViewAnalytics', 'DownloadManagerAdmin'],
});
const write = (method: ForwardedRoute['method'], path: string): ForwardedRoute => ({
  method,
  path: `/v1/download/admin${path}`,
  anyOf: ['EditCatalog', 'DownloadManagerAdmin'],
});
const job = (method: ForwardedRoute['method'], path: string, bucket: GroupBucket): ForwardedRoute => ({
  method,
  path: `/v1/admin/jobs${path}`,
  anyOf: ['ServerAdmin'],
  bucket,
});

/** What download-manager answers. Listed one by one, so that path and method are judged even while it is away. */
export const DOWNLOAD_ROUTES: readonly ForwardedRoute[] = [
  ask('GET', '/search'),
  ask('GET', '/search/discography/:artist_id'),
  ask('POST', '/request/album'),
  ask('POST', '/request/discography'),
  ask('GET', '/my-requests'),
  ask('GET', '/request/:id'),
  ask('DELETE', '/request/:id'),
  ask('GET', '/limits'),
  read('/stats'),
  read('/stats/history'),
  read('/failed'),
  read('/requests'),
  read('/activity'),
  write('POST', '/retry/:id'),
  write('POST', '/retry'),
  write('DELETE', '/request/:id'),
  read('/audit'),
  read('/audit/item/:id'),
  read('/audit/user/:user_id'),
  read('/throttle'),
  write('POST', '/throttle/reset'),
  read('/workers'),
  read('/queue'),
  write('POST', '/queue/pause'),
  write('POST', '/queue/resume'),
  read('/watchdog'),
  read('/watchdog/findings'),
];

/** What job-scheduler answers. */
export const JOB_ROUTES: readonly ForwardedRoute[] = [
  job('GET', '', 'user-read'),
  job('GET', '/audit', 'user-read'),
  job('GET', '/:job_id', 'user-read'),
  job('POST', '/:job_id/trigger', 'write'),
  job('POST', '/:job_id/cancel', 'write'),
  job('POST', '/:job_id/pause', 'write'),
  job('POST', '/:job_id/resume', 'write'),
  job('GET', '/:job_id/history', 'user-read'),
  job('GET', '/:job_id/runs/:run_id', 'user-read'),
  job('GET', '/:job_id/occurrences', 'user-read'),
  job('GET', '/:job_id/next', 'user-read'),
];
