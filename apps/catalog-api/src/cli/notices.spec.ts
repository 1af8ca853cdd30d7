import { expect, it } from '@jest/globals';
import { noticesTo } from './notices.js';

it('what the database says is passed on with the path it is about', () => {
  const notices: string[] = [];
  const logger = noticesTo((text) => notices.push(text)).child({ database: 'user' });
  logger.info({ file: '/data/user.db', backup: '/data/user.db.backup-1' }, 'database backed up before its migration');
  logger.warn({ file: '/data/user.db' }, 'another process is writing to the database; waiting');
  logger.error({ err: new Error('slow') }, 'a statement observer failed');
  expect(notices).toEqual([
    'database backed up before its migration (/data/user.db.backup-1)',
    'another process is writing to the database; waiting (/data/user.db)',
    'a statement observer failed',
  ]);
});
