import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FifoLock } from './fifo-lock.js';

it('lets callers in one at a time, in the order of arrival, whatever they do inside', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ turns: fc.nat(5), fails: fc.boolean() }), { maxLength: 30 }),
      async (callers) => {
        const lock = new FifoLock();
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
  const lock = new FifoLock();
  await lock.run(() => Promise.resolve());
  await expect(lock.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await lock.run(() => Promise.resolve('in'))).toBe('in');
});
