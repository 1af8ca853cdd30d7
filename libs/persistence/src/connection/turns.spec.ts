import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Turns } from './turns.js';

it('lets callers in one at a time, in the order of arrival, whatever they do inside', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { maxLength: 30 }),
      async (callers) => {
        const lock = new Turns(1);
        const entered: number[] = [];
        let inside = 0;
        const enter = async (turns: number, fails: boolean, index: number) => {
          expect((inside += 1)).toBe(1);
          entered.push(index);
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          inside -= 1;
          if (fails) throw new Error('failed inside');
        };
        await Promise.allSettled(callers.map(({ turns, fails }, index) => lock.run(() => enter(turns, fails, index))));
        expect(entered).toEqual(callers.map((_, index) => index));
      },
    ),
  );
});

it('is free again after its last caller', async () => {
  const lock = new Turns(1);
  await lock.run(() => Promise.resolve());
  await expect(lock.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await lock.run(() => Promise.resolve('in'))).toBe('in');
});

describe('turns of a few', () => {
  const setup = () => {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const turns = new Turns(2);
    const works = [0, 1, 2, 3].map((number) =>
      turns.run(() => {
        begun.push(number);
        return new Promise<void>((resolve) => (ends[number] = resolve));
      }),
    );
    return { begun, ends, works, turns };
  };

  it('lets some in at once and the others in their order', async () => {
    const { begun, ends, works } = setup();
    expect(begun).toEqual([0, 1]);
    ends[1]?.();
    await works[1];
    expect(begun).toEqual([0, 1, 2]);
    ends[0]?.();
    await works[0];
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('goes on after a failure, which it passes on', async () => {
    const turns = new Turns(1);
    const failing = turns.run(() => Promise.reject(new Error('broken')));
    const next = turns.run(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
    expect(await turns.run(() => Promise.resolve('free again'))).toBe('free again');
  });
});
