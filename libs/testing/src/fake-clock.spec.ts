import { expect, it } from '@jest/globals';
import { FakeClock } from './fake-clock.js';

it('stands still until it is moved, and shows whole seconds', () => {
  const clock = new FakeClock(1000);
  expect([clock.seconds(), clock.millis()]).toEqual([1000, 1_000_000]);
  clock.advance(1.5);
  expect([clock.seconds(), clock.millis()]).toEqual([1001, 1_001_500]);
  clock.set(5);
  expect(clock.seconds()).toBe(5);
});
