import { describe, expect, it } from '@jest/globals';
import { parseToml } from './toml-text.js';

describe('parseToml', () => {
  it('reads tables and values', () => {
    expect(parseToml('port = 1\n[nats]\nurl = "x"\n', 'a.toml')).toEqual({ port: 1, nats: { url: 'x' } });
  });

  it.each([
    [
      'a = 1\nport 3001\n',
      ['a.toml, line 2, column 6: invalid character, expected "="', '    port 3001', '         ^'],
    ],
    ['port: 3001', ['a.toml, line 1, column 5: invalid character, expected "="', '    port: 3001', '        ^']],
    ['a = 1\na = 2\n', ["a.toml, line 2, column 6: can't redefine existing key", '    a = 2', '         ^']],
    ['a = "x\nb = 1', ['a.toml, line 1, column 7: unterminated string', '    a = "x', '          ^']],
    ['\n\n= 3', ['a.toml, line 3, column 1: unknown character "="', '    = 3', '    ^']],
    ['a = "\\q"', ['a.toml, line 1, column 7: unknown escape character "q"', '    a = "\\q"', '          ^']],
    [
      '\ta = tru\n',
      ['a.toml, line 1, column 9: invalid boolean, expected true or false', '    \ta = tru', '    \t       ^'],
    ],
    ['[nats', ['a.toml, line 1, column 6: key ended without value', '    [nats', '         ^']],
    ['a = 1\r\nb = "x\r\n', ['a.toml, line 2, column 7: unterminated string', '    b = "x', '          ^']],
    ['a = [1,\n', ['a.toml, line 2, column 1: unterminated inline array']],
    [
      'a =\n',
      [
        'a.toml, line 1, column 4: unexpected character, expecting string, number, datetime, boolean, inline array or inline table',
        '    a =',
        '       ^',
      ],
    ],
  ])('names line, column and reason in %j', (text, lines) => {
    expect(() => parseToml(text, 'a.toml')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', problems: [lines.join('\n')] }),
    );
  });

  it('shows a broken line without the password in it, and then no mark, which would point elsewhere', () => {
    expect(() => parseToml('url = "nats://me:hunter2@nats', 'a.toml')).toThrow(
      expect.objectContaining({
        problems: ['a.toml, line 1, column 30: unterminated string\n    url = "nats://***@nats'],
      }),
    );
  });
});
