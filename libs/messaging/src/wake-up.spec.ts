import { describe, expect, it } from '@jest/globals';
import { WakeUp } from './wake-up.js';

const FOR_EVER_MS = 1_000_000;

describe('WakeUp', () => {
  it('ends a sleep under way', async () => {
    const wakeUp = new WakeUp();
    const sleep = wakeUp.sleep(FOR_EVER_MS);
    wakeUp.wake();
    await sleep;
  });

  it('ends the next sleep at once when woken in between, and only that one', async () => {
    const wakeUp = new WakeUp();
    wakeUp.wake();
    wakeUp.wake();
    await wakeUp.sleep(FOR_EVER_MS);
    const startedAt = performance.now();
    await wakeUp.sleep(20);
    expect(performance.now() - startedAt).toBeGreaterThan(15);
  });
});
