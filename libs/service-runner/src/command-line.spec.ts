import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from './command-line.js';

const read = (argv: readonly string[]) => readCommandLine('job-scheduler', argv);

describe('readCommandLine', () => {
  it.each(['--help', '-h'])('prints help for %s', (flag) => {
    expect(read([flag])).toMatchObject({ kind: 'print', exitCode: 0 });
    expect(read([flag])).toHaveProperty('text', expect.stringMatching(/--db-dir <folder>.*TOML:\s+db_dir/s));
  });

  it.each(['--version', '-V'])('prints version and build for %s', (flag) => {
    expect(read([flag])).toEqual({ kind: 'print', text: 'job-scheduler 0.1.0 (dev)\n', exitCode: 0 });
  });

  it.each([
    [['--dbdir', 'x'], `unknown option '--dbdir', did you mean --db-dir?`],
    [['--db-dir'], `option '--db-dir <folder>' argument missing`],
    [['--port', 'abc'], `option '--port <port>' argument "abc" is not allowed, must be a whole number from 0 to 65535`],
    [['stray'], 'too many arguments. Expected 0 arguments but got 1: stray.'],
  ])('takes %j for a usage error', (argv, message) => {
    const text = `job-scheduler: ${message}\n"job-scheduler --help" lists what is possible.\n`;
    expect(read(argv)).toEqual({ kind: 'print', text, exitCode: 2 });
  });

  it('prints the configuration instead of starting, with where each value comes from', () => {
    const invocation = read(['--check-config', '--db-dir', import.meta.dirname, '--port', '0']);
    expect(invocation).toMatchObject({ kind: 'print', exitCode: 0 });
    expect(invocation).toHaveProperty('text', expect.stringMatching(/^db_dir = ".+" +# flag --db-dir$/m));
    expect(invocation).toHaveProperty('text', expect.stringMatching(/^job_scheduler_port = 0 +# flag --port$/m));
  });

  it('lists the problems instead of printing a configuration that has some', () => {
    expect(read(['--check-config', '--db-dir', import.meta.dirname, '--port', '70000'])).toEqual({
      kind: 'print',
      exitCode: 1,
      text:
        'job-scheduler: the configuration has a problem:\n' +
        '  --port: 70000 is not allowed, must be a whole number from 0 to 65535\n',
    });
  });

  it('lists every problem of the configuration', () => {
    expect(read(['--port', '70000', '--logging-level', 'Path'])).toEqual({
      kind: 'print',
      exitCode: 1,
      text: [
        'job-scheduler: the configuration has 3 problems:',
        '  --logging-level: "Path" is unknown, must be one of none, path, headers, body; did you mean "path"?',
        '  --port: 70000 is not allowed, must be a whole number from 0 to 65535',
        '  db_dir: missing, must be the path of an existing folder; set it in the file or with --db-dir',
        '',
      ].join('\n'),
    });
  });
});
