import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { keepingUp } from './slow-body.js';

async function* dripping(bytes: number, everyMs: number): AsyncGenerator<Uint8Array> {
  for (let count = 0; count < 40; count += 1) {
    await pause(everyMs);
    yield new Uint8Array(bytes);
  }
}

async function lengthOf(body: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const chunk of body) length += chunk.length;
  return length;
}

describe('a body', () => {
  it('may come slowly as long as it keeps up', async () => {
    expect(await lengthOf(keepingUp(dripping(100, 5), { seconds: 0.05, bytes: 100 }, 'audio'))).toBe(4000);
  });

  it('that drips is a timeout', async () => {
    const slow = lengthOf(keepingUp(dripping(1, 5), { seconds: 0.05, bytes: 100 }, 'audio'));
    await expect(slow).rejects.toMatchObject({
      errorType: 'timeout',
      message: expect.stringMatching(/only \d+ bytes/),
    });
  });
});
