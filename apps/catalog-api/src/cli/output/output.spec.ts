import { describe, expect, it } from '@jest/globals';
import { RefusalError } from '../refusal.error.js';
import { instant, printable } from './printable.js';
import { Reporter } from './reporter.js';
import { PLAIN, styleFor } from './style.js';

class Sink {
  text = '';
  constructor(readonly isTTY = false) {}
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

const setup = ({ isTTY = false, isJson = false } = {}) => {
  const [out, err] = [new Sink(isTTY), new Sink(isTTY)];
  return { out, err, reporter: new Reporter({ out, err, isJson, environment: {} }) };
};
const answer = {
  json: { user_handle: 'maria' },
  text: ({ title }: { title: (text: string) => string }) => title('maria'),
};
const refusal = new RefusalError('NOT_FOUND', 'user "nobody" is unknown');

describe('what is reported', () => {
  it('is plain text that does not go to a terminal', () => {
    const { out, err, reporter } = setup();
    reporter.answer(answer);
    reporter.failure(refusal);
    reporter.notice('database created');
    expect([out.text, err.text]).toEqual([
      'maria\n',
      'cli-auth: user "nobody" is unknown\ncli-auth: database created\n',
    ]);
  });

  it('is coloured on a terminal', () => {
    const { out, err, reporter } = setup({ isTTY: true });
    reporter.answer(answer);
    reporter.failure(refusal);
    expect(out.text).toBe('\u001b[1mmaria\u001b[22m\n');
    expect(err.text).toBe('\u001b[31mcli-auth: user "nobody" is unknown\u001b[39m\n');
  });

  it.each<NodeJS.ProcessEnv>([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('is plain on a terminal with %j', (environment) => {
    expect(styleFor({ isTTY: true }, environment)).toBe(PLAIN);
  });

  it('is one JSON document a line, also on a terminal, and without notices', () => {
    const { out, err, reporter } = setup({ isTTY: true, isJson: true });
    reporter.answer(answer);
    reporter.failure(refusal);
    reporter.failure(new Error('disk full'));
    reporter.notice('database created');
    expect(out.text).toBe('{"user_handle":"maria"}\n');
    expect(
      err.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { error: 'user "nobody" is unknown', code: 'NOT_FOUND' },
      { error: 'disk full', code: 'INTERNAL' },
    ]);
  });
});

it('stored text cannot steer a terminal', () => {
  expect(printable('a\u001b[2Jb\nc\u009bd\u202ee')).toBe('a\\u001b[2Jb\\u000ac\\u009bd\\u202ee');
  expect(printable('Zoë 🎵 d’Arc')).toBe('Zoë 🎵 d’Arc');
});

it('instants are shown in UTC, and stay numbers beyond the calendar', () => {
  expect([instant(1_700_000_000), instant(9e15)]).toEqual(['2023-11-14 22:13:20Z', '9000000000000000']);
});
