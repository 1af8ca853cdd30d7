import { EventEmitter } from 'node:events';
import { type ReadStream } from 'node:tty';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { editLine } from './edit-line.js';
import { Keyboard } from './keyboard.js';

/** Real line editors on a terminal that exists in memory only. */
const setup = () => {
  const terminal = Object.assign(new EventEmitter(), {
    ...{ setRawMode: jest.fn(), resume: () => undefined, pause: () => undefined },
  });
  const onInterrupt = jest.fn();
  const keyboard = new Keyboard(terminal as unknown as ReadStream, onInterrupt);
  keyboard.start();
  const type = (text: string | Buffer) => terminal.emit('data', Buffer.from(text as string));
  const line = () => editLine(keyboard, { prompt: '', output: undefined });
  return { terminal, keyboard, onInterrupt, type, line };
};

describe('the keyboard', () => {
  it('gives each line to the editor that asks for it, however it arrives', async () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '🎵') });
    const enter = fc.constantFrom('\r', '\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(word), enter, fc.array(fc.nat(12)), async (typed, end, cuts) => {
        const { type, line } = setup();
        let rest = Buffer.from(typed.map((text) => text + end).join(''));
        const arriving = (async () => {
          for (const cut of [...cuts, rest.length]) {
            // A line end that is torn apart counts as two: nobody can tell.
            const length = rest[cut] === 10 && rest[cut - 1] === 13 ? cut + 1 : cut;
            type(rest.subarray(0, length));
            rest = rest.subarray(length);
            await new Promise((resolve) => setImmediate(resolve));
          }
        })();
        for (const text of typed) expect(await line()).toBe(text);
        await arriving;
      }),
      { numRuns: 50 },
    );
  });

  it('lets a line end be part of a key: only what the editor takes for the end ends the line', async () => {
    const { type, line } = setup();
    const first = line();
    type('ab\u001b\rcd\ref\r');
    expect(await first).toBe('abcd');
    expect(await line()).toBe('ef');
  });

  it('waits for an editor that is busy completing', async () => {
    const { keyboard, type, line } = setup();
    let answer: () => void = () => undefined;
    const completer = (_: string, done: (error: null, result: [string[], string]) => void) => {
      answer = () => done(null, [['maria '], 'ma']);
    };
    const output = { write: () => true, columns: 80, on: () => undefined, removeListener: () => undefined };
    const first = editLine(keyboard, {
      prompt: '',
      output: output as unknown as NodeJS.WritableStream as never,
      completer,
    });
    type('ma');
    type('\t');
    await new Promise((resolve) => setImmediate(resolve));
    type('x\r');
    type('next\r');
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    expect(await first).toBe('maria x');
    expect(await line()).toBe('next');
  });

  it('ends a line at Ctrl-C, at Ctrl-D and at the end of the input', async () => {
    for (const key of ['\u0003', 'half\u0003', '\u0004']) {
      const { type, line } = setup();
      const ended = line();
      type(key);
      expect(await ended).toBeUndefined();
    }
    const { terminal, line } = setup();
    const ended = line();
    terminal.emit('end');
    expect(await ended).toBeUndefined();
    expect(await line()).toBeUndefined();
  });

  it('tells of Ctrl-C when no editor listens, and only then', async () => {
    const { type, line, onInterrupt } = setup();
    type('typed ahead');
    expect(onInterrupt).not.toHaveBeenCalled();
    type('\u0003');
    expect(onInterrupt).toHaveBeenCalledTimes(1);
    const ended = line();
    expect(await ended).toBeUndefined();
    expect(onInterrupt).toHaveBeenCalledTimes(1);
  });

  it('leaves the terminal in its own mode between the lines, and as it was at the end', async () => {
    const { terminal, keyboard, type, line } = setup();
    const first = line();
    type('a\r');
    await first;
    expect(terminal.setRawMode.mock.calls.every(([isRaw]) => isRaw === true)).toBe(true);
    keyboard.stop();
    expect(terminal.setRawMode).toHaveBeenLastCalledWith(false);
  });
});
