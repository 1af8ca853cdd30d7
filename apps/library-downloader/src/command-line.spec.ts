import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from './command-line.js';

const read = (...argv: string[]) => readCommandLine(argv, '1.2.3');

describe('readCommandLine', () => {
  it('needs nothing but the library', () => {
    expect(read('--library', 'music')).toEqual({
      kind: 'start',
      settings: {
        library: 'music',
        host: '127.0.0.1',
        port: 3031,
        indexFile: null,
        rescanSecs: 300,
        parallelAudio: 8,
      },
    });
  });

  it('takes every setting', () => {
    const flags = '--library m --host 0.0.0.0 --port 0 --index /tmp/i.db --rescan-secs 0 --parallel-audio 1';
    expect(read(...flags.split(' '))).toMatchObject({
      settings: { host: '0.0.0.0', port: 0, indexFile: '/tmp/i.db', rescanSecs: 0, parallelAudio: 1 },
    });
  });

  it('prints help and version and calls that a success', () => {
    expect(read('--version')).toEqual({ kind: 'print', text: '1.2.3\n', exitCode: 0 });
    const help = read('--help');
    expect(help).toMatchObject({ kind: 'print', exitCode: 0 });
    for (const flag of ['--library', '--host', '--port', '--index', '--rescan-secs', '--parallel-audio']) {
      expect(help).toMatchObject({ text: expect.stringContaining(flag) });
    }
  });

  it.each([
    ['no library', []],
    ['an unknown flag', ['--library', 'm', '--colour']],
    ['a port that is none', ['--library', 'm', '--port', '70000']],
    ['a number with more to it', ['--library', 'm', '--rescan-secs', '5s']],
    ['no slot for audio', ['--library', 'm', '--parallel-audio', '0']],
    ['words that belong nowhere', ['--library', 'm', 'other']],
  ])('exits with 2 on %s', (_name, argv) => {
    expect(read(...argv)).toMatchObject({ kind: 'print', exitCode: 2, text: expect.stringContaining('error:') });
  });
});
