import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { tokenHash } from './session-token.js';
import { StoredSessions } from './stored-sessions.js';
import { startUserSide, type UserSideApp } from './test-app/start-user-side.js';

describe('StoredSessions', () => {
  let app: UserSideApp;
  let hash: string;
  beforeEach(async () => {
    app = await startUserSide();
    await app.accounts.add('maria', 'Regular');
    const { token } = (await (await app.accounts.signIn()).json()) as { token: string };
    hash = tokenHash(token);
  });
  afterEach(() => app.app.close());

  const rename = (handle: string) => app.database.write((tx) => tx.run('UPDATE user SET handle = ?', [handle]));
  const countReads = () => jest.spyOn(app.database.reads, 'all');

  it('reads a session once as long as nothing is committed', async () => {
    const sessions = new StoredSessions(app.database);
    await sessions.find(hash);
    const reads = countReads();
    expect(await sessions.find(hash)).toMatchObject({ handle: 'maria', roles: ['Regular'] });
    expect(reads).not.toHaveBeenCalled();
  });

  it('answers what was committed last, also when that happens during a read', async () => {
    const sessions = new StoredSessions(app.database);
    const under = sessions.find(hash);
    await rename('mary');
    await under;
    expect(await sessions.find(hash)).toMatchObject({ handle: 'mary' });
    await app.database.write((tx) => tx.run('DELETE FROM auth_token'));
    expect(await sessions.find(hash)).toBeUndefined();
  });

  it('looks again for a token it did not find', async () => {
    const sessions = new StoredSessions(app.database);
    const reads = countReads();
    await sessions.find('unknown');
    await sessions.find('unknown');
    expect(reads).toHaveBeenCalledTimes(2);
  });
});
