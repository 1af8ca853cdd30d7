import { describe, expect, it } from '@jest/globals';
import { RefusalError } from '../refusal.error.js';
import { UsageError } from '../usage.error.js';
import { COMMAND_FORMS } from './command-forms.js';
import { readArguments } from './read-arguments.js';

const read = (line: string, exists = false) => readArguments(line === '' ? [] : line.split(' '), () => exists);

describe('the place of the database', () => {
  it.each([
    ['', {}],
    ['where', {}],
    ['my.db', { file: 'my.db' }],
    ['./mine where', { file: './mine' }],
    ['users show maria', { file: 'users' }],
    ['--db-dir /data where', { dbDir: '/data' }],
    ['--db-dir=/data', { dbDir: '/data' }],
    ['--config c.toml where', { config: 'c.toml' }],
    ['where --db-dir /data', { dbDir: '/data' }],
    ['--db-dir /data my.db --config c.toml where', { file: 'my.db', dbDir: '/data', config: 'c.toml' }],
    ['./where show maria', { file: './where' }],
  ])('%j', (line, place) => {
    expect(read(line).place).toEqual({ file: undefined, dbDir: undefined, config: undefined, ...place });
  });

  it('may be an existing file with a name like a command, but is no slip of the finger', () => {
    expect(() => read('user-handle')).toThrow(
      new UsageError(
        '"user-handle" is neither a command nor a file; did you mean "user-handles"? (a new file: ./user-handle)',
      ),
    );
    expect(read('user-handle', true).place.file).toBe('user-handle');
    expect(read('./user-handle').place.file).toBe('./user-handle');
  });
});

describe('a command', () => {
  it.each([
    ['add-user maria', { command: 'add-user', handle: 'maria' }],
    ['grant maria EditCatalog', { permission: 'EditCatalog', durationSeconds: null, countdown: null }],
    ['grant maria EditCatalog --duration 60 --countdown=3', { durationSeconds: 60, countdown: 3 }],
    ['grant --countdown 3 maria EditCatalog', { handle: 'maria', countdown: 3 }],
    ['revoke 12', { grantId: 12 }],
    ['add-login maria', { password: undefined, isPasswordOnInput: false }],
    ['add-login maria --stdin', { password: undefined, isPasswordOnInput: true }],
    ['add-login maria secret', { password: 'secret' }],
    ['add-login -- maria -secret', { handle: 'maria', password: '-secret' }],
    ['add-login maria -- --stdin', { password: '--stdin', isPasswordOnInput: false }],
    ['add-user -- -x', { handle: '-x' }],
    ['add-user -', { handle: '-' }],
    ['help grant', { command: 'help', topic: 'grant' }],
    ['my.db list-roles', { command: 'list-roles' }],
  ])('%j', (line, given) => {
    expect(read(line).given).toMatchObject(given);
  });

  it('is the prompt when there is none', () => {
    expect([read('').given, read('my.db').given, read('--json').given]).toEqual([undefined, undefined, undefined]);
  });

  it.each(['--json add-user maria', 'add-user maria --json', 'add-user --json maria'])(
    'answers in JSON: %s',
    (line) => {
      expect(read(line)).toMatchObject({ isJson: true, given: { handle: 'maria' } });
    },
  );

  it.each([
    ['--help', undefined],
    ['-h', undefined],
    ['grant --help', 'grant'],
    ['--help grant maria', 'grant'],
  ])('%s asks for help', (line, topic) => {
    expect(read(line)).toMatchObject({ given: undefined, help: { topic } });
  });
});

describe('a command line is not understood:', () => {
  it.each([
    ['ad-user maria', 'the command "ad-user" is unknown; did you mean "add-user"?'],
    ['my.db ad-user', 'the command "ad-user" is unknown; did you mean "add-user"?'],
    ['--db-dir /data xyzzyxyzzy', 'the command "xyzzyxyzzy" is unknown'],
    ['--config my.toml xyzzyxyzzy', 'the command "xyzzyxyzzy" is unknown'],
    ['xyzzyxyzzy maria', 'the command "xyzzyxyzzy" is unknown'],
    ['my.db xyzzyxyzzy maria', 'the command "xyzzyxyzzy" is unknown'],
    ['add-user', 'HANDLE is missing: add-user HANDLE'],
    ['add-role maria', 'ROLE is missing: add-role HANDLE ROLE'],
    ['add-user Anna Bell', 'too many arguments: add-user HANDLE; one with blanks in it needs quotes'],
    ['where now', 'too many arguments: where; one with blanks in it needs quotes'],
    ['--frobnicate', 'the option --frobnicate is unknown; put "--" before values that begin with a dash'],
    ['--dbdir /x', 'the option --dbdir is unknown; did you mean "--db-dir"?'],
    ['--db-dir', '--db-dir needs a value'],
    ['where --json=1', '--json takes no value'],
    ['add-user maria --stdin', 'add-user has no option --stdin: add-user HANDLE'],
    ['revoke 1 --duration 3', 'revoke has no option --duration: revoke GRANT_ID'],
    ['add-login maria secret --stdin', 'a password and --stdin exclude each other'],
    ['revoke x', 'GRANT_ID must be a whole number, not "x"'],
    ['revoke 1e2', 'GRANT_ID must be a whole number, not "1e2"'],
    ['grant maria EditCatalog --duration 1.5', '--duration must be a whole number, not "1.5"'],
    ['grant maria EditCatalog --countdown many', '--countdown must be a whole number, not "many"'],
    ['grant maria EditCatalog --countdown', '--countdown needs a value'],
    ['--stdin', '--stdin belongs to a command, and none is given'],
  ])('%j', (line, message) => {
    expect(() => read(line)).toThrow(new UsageError(message));
  });

  it('without repeating what may be a password', () => {
    expect(() => read('add-login maria -hunter2')).toThrow(
      new UsageError('add-login does not have this option; put "--" before values that begin with a dash'),
    );
  });
});

it.each(['0', '-1', '31536000001'])('refuses the limit %s of a grant', (value) => {
  for (const flag of ['duration', 'countdown']) {
    expect(() => read(`grant maria EditCatalog --${flag}=${value}`)).toThrow(RefusalError);
  }
});

it('knows every command of the contract', () => {
  expect(COMMAND_FORMS.map(({ name }) => name).sort()).toEqual(
    [
      ...['add-user', 'delete-user', 'add-login', 'update-login', 'delete-login', 'check-password', 'show'],
      ...['user-handles', 'list-roles', 'add-role', 'remove-role', 'grant', 'revoke', 'grants'],
      ...['where', 'help', 'exit'],
    ].sort(),
  );
});
