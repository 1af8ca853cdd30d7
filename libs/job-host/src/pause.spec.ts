import { getEventListeners } from 'node:events';
import { expect, it } from '@jest/globals';
import { pause } from './pause.js';

it('a pause leaves nothing on a signal that outlives it', async () => {
  const { signal } = new AbortController();
  for (let n = 0; n < 3; n += 1) await pause(1, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('a pause ends at once with its signal, also with one that was given before', async () => {
  const abort = new AbortController();
  const paused = pause(1_000_000, abort.signal);
  abort.abort();
  await paused;
  await pause(1_000_000, abort.signal);
});
