import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import { openDatabase, temporaryDirectory } from '@pezzottify/testing';
import { userDatabase } from '../../storage/user/user-database.js';
import { hashPassword } from '../../accounts/passwords.js';
import * as accounts from '../../storage/user/account.repository.js';
import { buildCli } from '../test-app/build-cli.js';
import { KEYS, PseudoTerminal } from '../test-app/pseudo-terminal.js';

// Each test starts a process, and waits for what it shows.
jest.setTimeout(120_000);

const SECRET = 's3cret-pässword';
const ESCAPE = '\u001b';

let program: string;
beforeAll(async () => {
  ({ program } = await buildCli());
});

/** The built program on a pseudo-terminal, beside a service that owns the database; maria and Anna Bell are in it. */
describe('cli-auth on a terminal', () => {
  let directory: string;
  let database: Database;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    database = await openDatabase(userDatabase, { directory });
    await database.write(async (tx) => {
      for (const handle of ['maria', 'Anna Bell']) await accounts.insertUser(tx, handle);
    });
  });

  const open = (args: string[] = [], env: Record<string, string> = {}) =>
    new PseudoTerminal({ args: [program, join(directory, 'user.db'), ...args], env });
  const handles = async () => (await accounts.listHandles(database.reads)).map(({ handle }) => handle);
  const passwordOf = async (handle: string) => (await accounts.findAccount(database.reads, handle))?.passwordHash;

  it('greets, answers, and ends with 0 at exit, at the end of the input and at Ctrl-C', async () => {
    for (const last of [`exit${KEYS.enter}`, KEYS.ctrlD, KEYS.ctrlC, `half a comm${KEYS.ctrlC}`]) {
      const terminal = open();
      await terminal.sees(`${join(directory, 'user.db')}: help lists the commands, exit leaves`);
      await terminal.sees('cli-auth> ');
      terminal.type(last);
      expect(await terminal.ended).toBe(0);
    }
  });

  it('completes commands, handles, roles and permissions, and shows what is possible', async () => {
    const terminal = open();
    await terminal.sees('cli-auth> ');
    for (const key of ['gran', KEYS.tab]) terminal.type(key);
    await terminal.sees('grant');
    terminal.type(KEYS.tab);
    await terminal.sees('grants');
    terminal.type(' ', 'An');
    await terminal.sees('An');
    terminal.type(KEYS.tab);
    await terminal.sees('na\\ Bell ');
    terminal.type('edit');
    await terminal.sees('edit');
    terminal.type(KEYS.tab);
    await terminal.sees('EditCatalog ');
    terminal.type('--dur');
    await terminal.sees('--dur');
    terminal.type(KEYS.tab);
    await terminal.sees('ation ');
    terminal.type('60', KEYS.enter);
    await terminal.sees('grant 1: "Anna Bell" has EditCatalog until');
    await terminal.sees('cli-auth> ');
    terminal.type('add-role mari');
    await terminal.sees('add-role mari');
    terminal.type(KEYS.tab);
    await terminal.sees('a ');
    terminal.type('r');
    await terminal.sees('r');
    terminal.type(KEYS.tab);
    await terminal.sees('Regular ');
    terminal.type(KEYS.enter);
    await terminal.sees('user "maria" now has the role Regular');
  });

  it('never shows a password that is asked for, takes a new one twice, and corrects it', async () => {
    const terminal = open();
    await terminal.command('add-login maria');
    await terminal.sees('New password: ');
    terminal.type(SECRET, 'x', KEYS.backspace, KEYS.enter);
    await terminal.sees('Once more: ');
    terminal.type(SECRET, KEYS.enter);
    await terminal.sees('user "maria" can sign in now');
    await terminal.command('check-password maria');
    await terminal.sees('Password: ');
    terminal.type(SECRET, KEYS.enter);
    await terminal.sees('the password is right');
    await terminal.command('update-login maria');
    await terminal.sees('New password: ');
    terminal.type(SECRET, KEYS.enter);
    await terminal.sees('Once more: ');
    terminal.type('another', KEYS.enter);
    await terminal.sees('the two passwords differ; nothing was changed');
    expect(terminal.raw).not.toContain(SECRET.slice(0, 4));
    expect(terminal.raw).not.toContain('another');
  });

  it('keeps what is typed ahead of a question for a password unseen, too', async () => {
    const terminal = open();
    await terminal.sees('cli-auth> ');
    terminal.type(['add-login maria', SECRET, SECRET, 'user-handles', 'exit', ''].join(KEYS.enter));
    await terminal.sees('user "maria" can sign in now');
    await terminal.sees('2 user(s)');
    expect(await terminal.ended).toBe(0);
    expect(terminal.raw).not.toContain(SECRET.slice(0, 4));
  });

  it('offers the lines before again, without the passwords in them', async () => {
    await database.write(async (tx) => accounts.setPassword(tx, 1, await hashPassword(SECRET)));
    const terminal = open();
    await terminal.command('user-handles');
    await terminal.sees('2 user(s)');
    await terminal.command(`check-password maria ${SECRET}`);
    await terminal.sees('the password is right');
    await terminal.sees('cli-auth> ');
    const typed = terminal.raw.length;
    terminal.type(KEYS.up);
    await terminal.sees('check-password maria');
    terminal.type(KEYS.up);
    await terminal.sees('user-handles');
    expect(terminal.raw.slice(typed)).not.toContain(SECRET.slice(0, 4));
    terminal.type(KEYS.enter);
    await terminal.sees('2 user(s)');
  });

  it('asks before it deletes a user, and leaves at Ctrl-C without deleting', async () => {
    const terminal = open();
    await terminal.command('delete-user nobody');
    await terminal.sees('user "nobody" is unknown');
    await terminal.command('delete-user maria');
    await terminal.sees('Delete "maria" and everything of theirs? [y/N] ');
    terminal.type(KEYS.enter);
    await terminal.sees('nothing was deleted');
    await terminal.command("delete-user 'Anna Bell'");
    await terminal.sees('[y/N] ');
    terminal.type('y', KEYS.enter);
    await terminal.sees('user "Anna Bell" deleted');
    await terminal.command('delete-user maria');
    await terminal.sees('[y/N] ');
    terminal.type(KEYS.ctrlC);
    expect(await terminal.ended).toBe(0);
    expect(await handles()).toEqual(['maria']);
  });

  it('leaves with 0 at Ctrl-C in the middle of a password, which is then not set', async () => {
    const terminal = open();
    await terminal.command('add-login maria');
    await terminal.sees('New password: ');
    terminal.type('half', KEYS.ctrlC);
    expect(await terminal.ended).toBe(0);
    expect(await passwordOf('maria')).toBeNull();
  });

  it('leaves with 0 at Ctrl-C while a command waits for another writer, and stores nothing of it', async () => {
    const terminal = open();
    await database.write(async () => {
      await terminal.command('add-role maria admin');
      await terminal.sees('add-role maria admin\r');
      terminal.type('typed ahead', KEYS.ctrlC);
      expect(await terminal.ended).toBe(0);
    });
    expect(await database.reads.all('SELECT * FROM user_role')).toEqual([]);
  });

  it('holds nothing of the database while it waits for a command', async () => {
    await database.close();
    const terminal = open();
    await terminal.command('add-role maria admin');
    await terminal.sees('user "maria" now has the role Admin');
    await terminal.sees('cli-auth> ');
    // The last connection to leave a database takes its write-ahead log along.
    expect(await readdir(directory)).toEqual(['user.db', 'user.db.lock']);
    terminal.type('user-handles', KEYS.enter);
    await terminal.sees('2 user(s)');
  });

  it('suggests the nearest command, and goes on', async () => {
    const terminal = open();
    await terminal.command('user-handels');
    await terminal.sees('the command "user-handels" is unknown; did you mean "user-handles"?');
    await terminal.command('where');
    await terminal.sees(join(directory, 'user.db'));
  });

  it('is coloured, unless NO_COLOR says otherwise or the result is JSON', async () => {
    const coloured = open();
    await coloured.command('show maria');
    await coloured.sees('tokens: none');
    await coloured.command('show nobody');
    await coloured.sees('user "nobody" is unknown');
    expect(coloured.raw).toContain(`${ESCAPE}[1mmaria${ESCAPE}[22m`);
    expect(coloured.raw).toContain(`${ESCAPE}[31mcli-auth: user "nobody" is unknown${ESCAPE}[39m`);
    const plain = open([], { NO_COLOR: '1' });
    await plain.command('show nobody');
    await plain.sees('user "nobody" is unknown');
    expect(plain.raw).not.toContain(`${ESCAPE}[31m`);
    const json = open(['--json', 'user-handles']);
    await json.sees(`[{"user_handle":"maria","user_id":1}`);
    await json.ended;
    expect(json.raw).not.toContain(ESCAPE);
  });

  describe('in one shot', () => {
    it('asks for a password without showing it', async () => {
      const terminal = open(['add-login', 'maria']);
      await terminal.sees('New password: ');
      terminal.type(SECRET, KEYS.enter);
      await terminal.sees('Once more: ');
      terminal.type(SECRET, KEYS.enter);
      await terminal.sees('user "maria" can sign in now');
      expect(await terminal.ended).toBe(0);
      expect(terminal.raw).not.toContain(SECRET.slice(0, 4));
    });

    it('does not show one either that is announced by --stdin', async () => {
      const terminal = open(['add-login', 'maria', '--stdin']);
      await terminal.sees('Password: ');
      terminal.type(SECRET, KEYS.enter);
      await terminal.sees('user "maria" can sign in now');
      expect(terminal.raw).not.toContain(SECRET.slice(0, 4));
    });

    it('does not ask when the command is refused anyway, nor before it deletes', async () => {
      const unknown = open(['add-login', 'nobody']);
      await unknown.sees('user "nobody" is unknown');
      expect(await unknown.ended).toBe(1);
      const deleted = open(['delete-user', 'maria']);
      await deleted.sees('user "maria" deleted');
      expect(await deleted.ended).toBe(0);
    });

    it('ends with 1 when no password is given', async () => {
      const terminal = open(['add-login', 'maria']);
      await terminal.sees('New password: ');
      terminal.type(KEYS.ctrlC);
      await terminal.sees('no password given; nothing was changed');
      expect(await terminal.ended).toBe(1);
    });
  });
});
