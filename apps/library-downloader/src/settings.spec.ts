import { describe, expect, it } from '@jest/globals';
import { defaultIndexFile } from './settings.js';

describe('defaultIndexFile', () => {
  it('lies in the cache folder of the user, one for each library', () => {
    expect(defaultIndexFile('/music', '/home/u')).toMatch(
      /^\/home\/u\/\.cache\/pezzottify\/library-index-[0-9a-f]{16}\.db$/,
    );
    expect(defaultIndexFile('/music', '/home/u')).not.toBe(defaultIndexFile('/other', '/home/u'));
  });

  it('follows XDG_CACHE_HOME, which counts only if absolute', () => {
    expect(defaultIndexFile('/music', '/home/u', '/var/cache')).toMatch(/^\/var\/cache\/pezzottify\//);
    expect(defaultIndexFile('/music', '/home/u', 'cache')).toMatch(/^\/home\/u\//);
  });
});
