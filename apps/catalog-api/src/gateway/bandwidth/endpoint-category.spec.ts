import { describe, expect, it } from '@jest/globals';
import { endpointCategoryOf } from './endpoint-category.js';

describe('endpointCategoryOf', () => {
  it.each([
    ['/v1/content/stream/{id}', 'stream'],
    ['/v1/content/image/{id}', 'image'],
    ['/v1/content/image', 'catalog'],
    ['/v1/content/search', 'search'],
    ['/v1/content/album/{id}/resolved', 'catalog'],
    ['/v1/content/popular', 'catalog'],
    ['/v1/auth/login', 'auth'],
    ['/v1/user/playlist/{id}', 'user'],
    ['/v1/admin/jobs/{job_id}', 'admin'],
    ['/v1/sync/state', 'other'],
    ['/v1/ws', 'other'],
    ['/v1/download/admin/stats', 'other'],
    ['/{path}', 'other'],
    ['unmatched', 'other'],
  ])('%s is %s', (path, category) => {
    expect(endpointCategoryOf(path)).toBe(category);
  });
});
