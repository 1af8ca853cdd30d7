import { describe, expect, it } from '@jest/globals';
import { type Logger } from '@pezzottify/observability';
import { LogTail } from './log-tail.js';

/** Remembers what reached the log itself. */
function setup() {
  const logged: unknown[][] = [];
  const logger = { info: (...line: unknown[]) => logged.push(line), error: (...line: unknown[]) => logged.push(line) };
  const tail = new LogTail();
  return { logged, tail, heard: tail.listenTo(logger as unknown as Logger) };
}

const texts = ({ all }: LogTail) => all.map((line) => line.replace(/^\S+ /, ''));

describe('the log tail of a run', () => {
  it('holds the text of every line, and the line reaches the log whole', () => {
    const { heard, tail, logged } = setup();
    heard.info('one');
    heard.error({ token: 'secret' }, 'two');
    heard.error(new Error('three'));
    expect(texts(tail)).toEqual(['info one', 'error two', 'error three']);
    expect(logged).toEqual([['one'], [{ token: 'secret' }, 'two'], [new Error('three')]]);
    expect(JSON.stringify(tail.all)).not.toContain('secret');
  });

  it('is bounded: the last lines count, and long ones are cut', () => {
    const { heard, tail } = setup();
    for (let line = 0; line < 1000; line += 1) heard.info(`line ${line}`);
    heard.info('x'.repeat(10_000));
    expect(tail.all).toHaveLength(40);
    expect(texts(tail)[0]).toBe('info line 961');
    expect(tail.all.at(-1)).toHaveLength(300);
  });

  it('does not change later what it has given', () => {
    const { heard, tail } = setup();
    heard.info('one');
    const given = tail.all;
    heard.info('two');
    expect(given).toHaveLength(1);
  });
});
