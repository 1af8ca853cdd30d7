import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('Turns', () => {
  const setup = () => {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const turns = new Turns(2);
    const works = [0, 1, 2, 3].map((number) =>
      turns.take(() => {
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
    const failing = turns.take(() => Promise.reject(new Error('broken')));
    const next = turns.take(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
    expect(await turns.take(() => Promise.resolve('free again'))).toBe('free again');
  });
});
