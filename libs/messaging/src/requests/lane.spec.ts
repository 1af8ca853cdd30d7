import { describe, expect, it } from '@jest/globals';
import { Lane } from './lane.js';

/** Tasks that run until they are let go, in the order in which they were begun. */
function setup(concurrency: number, maxWaiting: number) {
  const lane = new Lane(concurrency, maxWaiting);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const task = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const offer = (...names: string[]) => names.map((name) => lane.offer(task(name)));
  return { lane, begun, ends, offer };
}

/** Lets everything run that is ready to. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('Lane', () => {
  it('runs as many as it may at once, the others in order of arrival', async () => {
    const { begun, ends, offer } = setup(2, 5);
    expect(offer('a', 'b', 'c', 'd')).toEqual([true, true, true, true]);
    expect(begun).toEqual(['a', 'b']);
    ends[1]?.();
    await settled();
    expect(begun).toEqual(['a', 'b', 'c']);
    ends[0]?.();
    await settled();
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses what may neither run nor wait, and takes more once there is room', async () => {
    const { ends, offer } = setup(1, 1);
    expect(offer('a', 'b', 'c')).toEqual([true, true, false]);
    ends[0]?.();
    await settled();
    expect(offer('d', 'e')).toEqual([true, false]);
  });

  it('is idle at once when empty, else when the last that waits has ended', async () => {
    const { lane, ends, offer } = setup(1, 5);
    await lane.idle();
    offer('a', 'b');
    let isIdle = false;
    const idle = lane.idle().then(() => (isIdle = true));
    ends[0]?.();
    await settled();
    expect(isIdle).toBe(false);
    ends[1]?.();
    await idle;
  });
});
