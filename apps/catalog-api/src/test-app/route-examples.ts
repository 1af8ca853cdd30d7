/** One request to a route. */
export interface Example {
  /** The target; what begins with `?` is appended to the path of the route. Default: that path, with "nobody" in it. */
  path?: string;
  /** Default maria, who may do everything. */
  as?: 'maria' | 'ivo' | 'deviceless';
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** How to get each status that the bare path does not give. Of a list, each. */
export type Examples = Readonly<Record<number, Example | readonly Example[]>>;

/** What the world of the test holds besides the sample catalog. */
export interface Known {
  playlistId: string;
  notificationId: string;
  openBatchId: string;
  closedBatchId: string;
  grantId: number;
}

const artist = { id: 'x', name: 'X', genres: [], activity_periods: [] };
const album = { id: 'x', name: 'X', album_type: 'Album', genres: [] };
const image = { id: 'x', uri: 'images/x.jpg', size: 'Large', width: 1, height: 1 };
const track = {
  ...{ id: 'x', name: 'X', album_id: 'b1', disc_number: 1, track_number: 1, is_explicit: false },
  ...{ audio_uri: 'audio/x.mp3', format: 'Unknown', tags: [], has_lyrics: false, languages: [] },
};
const login = { user_handle: 'maria', password: 'correct horse', device_uuid: 'device-0001', device_type: 'web' };
const listening = { track_id: 't1', duration_seconds: 1, track_duration_seconds: 2 };
const period = 'start_date=20250101&end_date=20250131';
const wrongPeriod = { path: '?start_date=20250131&end_date=20250101' };
const tooLong = 'x'.repeat(257);

/** Of a WebSocket. */
export const UPGRADE = {
  ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

const edits = (kind: string, there: string, entity: object): Readonly<Record<string, Examples>> => ({
  [`POST /v1/content/${kind}`]: {
    201: { body: entity },
    400: [{ body: {} }, { body: '{' }],
    409: { body: { ...entity, id: there } },
  },
  [`PUT /v1/content/${kind}/{id}`]: {
    200: { path: `/v1/content/${kind}/${there}`, body: entity },
    400: [{ body: { ...entity, name: 4, width: 0 } }, { body: '{' }],
    404: { body: entity },
  },
  [`DELETE /v1/content/${kind}/{id}`]: { 204: { path: `/v1/content/${kind}/${there}` } },
});

/** By `METHOD path` of the list of routes. */
export const examplesOf = (known: Known): Readonly<Record<string, Examples>> => ({
  'POST /v1/auth/login': {
    201: { body: login },
    400: { body: '{' },
    401: { body: { ...login, password: 'wrong' } },
    422: { body: {} },
  },
  'GET /v1/content/artist/{id}': { 200: { path: '/v1/content/artist/a1' } },
  'GET /v1/content/artist/{id}/discography': { 200: { path: '/v1/content/artist/a1/discography' } },
  'GET /v1/content/album/{id}': { 200: { path: '/v1/content/album/b1' } },
  'GET /v1/content/album/{id}/resolved': { 200: { path: '/v1/content/album/b1/resolved' } },
  'GET /v1/content/track/{id}': { 200: { path: '/v1/content/track/t1' } },
  'GET /v1/content/track/{id}/resolved': { 200: { path: '/v1/content/track/t1/resolved' } },
  'GET /v1/content/image/{id}': {
    200: { path: '/v1/content/image/i1' },
    304: { path: '/v1/content/image/i1', headers: { 'if-none-match': '*' } },
    412: { path: '/v1/content/image/i1', headers: { 'if-match': '"x"' } },
  },
  'GET /v1/content/stream/{id}': {
    200: { path: '/v1/content/stream/t1' },
    206: { path: '/v1/content/stream/t1', headers: { range: 'bytes=0-1' } },
    304: { path: '/v1/content/stream/t1', headers: { 'if-none-match': '*' } },
    404: [{ path: '/v1/content/stream/t2' }, { path: '/v1/content/stream/nobody' }],
    412: { path: '/v1/content/stream/t1', headers: { 'if-match': '"x"' } },
    416: { path: '/v1/content/stream/t1', headers: { range: 'bytes=99-' } },
  },
  'GET /v1/content/whatsnew': { 400: { path: '?limit=x' } },
  'GET /v1/content/popular': { 400: { path: '?albums_limit=x' } },
  'POST /v1/content/search': { 200: { body: { query: 'nova' } }, 400: { body: '{' }, 422: { body: {} } },
  ...edits('image', 'i1', image),
  ...edits('track', 't1', track),
  ...edits('album', 'b1', album),
  ...edits('artist', 'a1', artist),
  'GET /v1/user/liked/{content_type}': {
    200: { path: '/v1/user/liked/album' },
    400: { path: '/v1/user/liked/song' },
  },
  'POST /v1/user/liked/{content_type}/{content_id}': {
    200: { path: '/v1/user/liked/album/b1' },
    400: [{ path: '/v1/user/liked/song/b1' }, { path: `/v1/user/liked/album/${tooLong}` }],
  },
  'DELETE /v1/user/liked/{content_type}/{content_id}': {
    200: { path: '/v1/user/liked/album/b1' },
    400: [{ path: '/v1/user/liked/song/b1' }, { path: `/v1/user/liked/album/${tooLong}` }],
  },
  'POST /v1/user/playlist': {
    200: { body: { name: 'Gym', track_ids: ['t1'] } },
    400: { body: '{' },
    422: { body: { name: 'Gym' } },
  },
  'GET /v1/user/playlist/{id}': { 200: { path: `/v1/user/playlist/${known.playlistId}` } },
  'PUT /v1/user/playlist/{id}/add': {
    200: { path: `/v1/user/playlist/${known.playlistId}/add`, body: { tracks_ids: ['t1'] } },
    400: { body: '{' },
    404: { body: { tracks_ids: ['t1'] } },
    422: { path: `/v1/user/playlist/${known.playlistId}/add`, body: { tracks_ids: ['nobody'] } },
  },
  'PUT /v1/user/playlist/{id}/remove': {
    200: { path: `/v1/user/playlist/${known.playlistId}/remove`, body: { tracks_positions: [0] } },
    400: { body: '{' },
    404: { body: { tracks_positions: [0] } },
    422: { path: `/v1/user/playlist/${known.playlistId}/remove`, body: { tracks_positions: [-1] } },
  },
  'PUT /v1/user/playlist/{id}': {
    200: { path: `/v1/user/playlist/${known.playlistId}`, body: { name: 'Swim' } },
    400: { body: '{' },
    404: { body: { name: 'Swim' } },
    422: { path: `/v1/user/playlist/${known.playlistId}`, body: { name: 4 } },
  },
  'DELETE /v1/user/playlist/{id}': { 200: { path: `/v1/user/playlist/${known.playlistId}` } },
  'POST /v1/user/listening': { 200: { body: listening }, 400: { body: '{' }, 422: { body: {} } },
  'GET /v1/user/listening/summary': { 400: wrongPeriod },
  'GET /v1/user/listening/history': { 400: { path: '?limit=x' } },
  'GET /v1/user/listening/events': { 400: wrongPeriod },
  'PUT /v1/user/settings': {
    200: { body: { settings: [{ key: 'enable_external_search', value: true }] } },
    400: { body: '{' },
    422: [{ body: {} }, { body: { settings: [{ key: 'nothing', value: true }] } }],
  },
  'POST /v1/user/notifications/{id}/read': { 200: { path: `/v1/user/notifications/${known.notificationId}/read` } },
  'PUT /v1/user/notifications/{id}/read': { 200: { path: `/v1/user/notifications/${known.notificationId}/read` } },
  'GET /v1/sync/events': { 200: { path: '?since=0' }, 400: { path: '' }, 410: { path: '?since=1', as: 'ivo' } },
  'GET /v1/ws': { 101: { headers: UPGRADE }, 400: { headers: UPGRADE, as: 'deviceless' } },
  'POST /v1/admin/users': {
    201: { body: { user_handle: 'new' } },
    400: [{ body: { user_handle: ' ' } }, { body: '{' }],
    409: { body: { user_handle: 'new' } },
    422: { body: {} },
  },
  'GET /v1/admin/users/{handle}/roles': { 200: { path: '/v1/admin/users/ivo/roles' } },
  'POST /v1/admin/users/{handle}/roles': {
    201: { path: '/v1/admin/users/ivo/roles', body: { role: 'regular' } },
    400: [{ body: { role: 'Boss' } }, { body: '{' }],
    404: { body: { role: 'Admin' } },
    422: { body: {} },
  },
  'DELETE /v1/admin/users/{handle}/roles/{role}': {
    200: { path: '/v1/admin/users/ivo/roles/Regular' },
    400: { path: '/v1/admin/users/ivo/roles/Boss' },
    404: { path: '/v1/admin/users/nobody/roles/Admin' },
  },
  'GET /v1/admin/users/{handle}/permissions': { 200: { path: '/v1/admin/users/ivo/permissions' } },
  'POST /v1/admin/users/{handle}/permissions': {
    201: { path: '/v1/admin/users/ivo/permissions', body: { permission: 'LikeContent', countdown: 2 } },
    400: [{ body: { permission: 'Everything' } }, { body: { permission: 'LikeContent', countdown: 0 } }, { body: '{' }],
    404: { body: { permission: 'LikeContent' } },
    422: { body: {} },
  },
  'GET /v1/admin/users/{handle}/grants': { 200: { path: '/v1/admin/users/ivo/grants' } },
  'DELETE /v1/admin/permissions/{permission_id}': {
    200: { path: `/v1/admin/permissions/${known.grantId}` },
    400: { path: '/v1/admin/permissions/all' },
    404: { path: '/v1/admin/permissions/4711' },
  },
  'GET /v1/admin/users/{handle}/credentials': { 200: { path: '/v1/admin/users/ivo/credentials' } },
  'PUT /v1/admin/users/{handle}/password': {
    204: { path: '/v1/admin/users/ivo/password', body: { password: 'a new one' } },
    400: [{ path: '/v1/admin/users/ivo/password', body: { password: '' } }, { body: '{' }],
    404: { body: { password: 'a new one' } },
    422: { body: {} },
  },
  'DELETE /v1/admin/users/{handle}/password': { 204: { path: '/v1/admin/users/ivo/password' } },
  'DELETE /v1/admin/users/{handle}': {
    204: { path: '/v1/admin/users/leo' },
    400: { path: '/v1/admin/users/maria' },
    404: { path: '/v1/admin/users/nobody' },
  },
  'GET /v1/admin/bandwidth/summary': { 200: { path: `?${period}` }, 400: { path: '' } },
  'GET /v1/admin/bandwidth/usage': { 200: { path: `?${period}` }, 400: wrongPeriod },
  'GET /v1/admin/bandwidth/users/{handle}/summary': {
    200: { path: `/v1/admin/bandwidth/users/ivo/summary?${period}` },
    400: { path: '/v1/admin/bandwidth/users/ivo/summary' },
    404: { path: `/v1/admin/bandwidth/users/nobody/summary?${period}` },
  },
  'GET /v1/admin/bandwidth/users/{handle}/usage': {
    200: { path: `/v1/admin/bandwidth/users/ivo/usage?${period}` },
    400: { path: '/v1/admin/bandwidth/users/ivo/usage' },
    404: { path: `/v1/admin/bandwidth/users/nobody/usage?${period}` },
  },
  'GET /v1/admin/listening/daily': { 400: wrongPeriod },
  'GET /v1/admin/listening/top-tracks': { 400: { path: '?limit=x' } },
  'GET /v1/admin/listening/track/{track_id}': { 400: { path: '/v1/admin/listening/track/t1?start_date=1' } },
  'GET /v1/admin/listening/users/{handle}/summary': {
    200: { path: '/v1/admin/listening/users/ivo/summary' },
    400: { path: '/v1/admin/listening/users/ivo/summary?start_date=1' },
  },
  'POST /v1/admin/changelog/batch': {
    201: { body: { name: 'Drop' } },
    400: [{ body: { name: ' ' } }, { body: '{' }],
    409: { body: { name: 'Drop' } },
    422: { body: {} },
  },
  'GET /v1/admin/changelog/batches': { 400: { path: '?is_open=x' } },
  'GET /v1/admin/changelog/batch/{id}': { 200: { path: `/v1/admin/changelog/batch/${known.closedBatchId}` } },
  'POST /v1/admin/changelog/batch/{id}/close': {
    200: { path: `/v1/admin/changelog/batch/${known.openBatchId}/close` },
    409: { path: `/v1/admin/changelog/batch/${known.closedBatchId}/close` },
  },
  'DELETE /v1/admin/changelog/batch/{id}': {
    204: { path: `/v1/admin/changelog/batch/${known.openBatchId}` },
    400: { path: `/v1/admin/changelog/batch/${known.closedBatchId}` },
  },
  'GET /v1/admin/changelog/batch/{id}/changes': {
    200: { path: `/v1/admin/changelog/batch/${known.closedBatchId}/changes` },
  },
  'GET /v1/admin/changelog/entity/{type}/{id}': {
    200: { path: '/v1/admin/changelog/entity/Album/b1' },
    400: { path: '/v1/admin/changelog/entity/song/b1' },
  },
});
