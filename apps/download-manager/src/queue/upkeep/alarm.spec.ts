import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { FakeClock } from '@pezzottify/testing';
import { Alarm } from './alarm.js';

let clock: FakeClock;
let rung: number;
let alarm: Alarm;

beforeEach(() => {
  jest.useFakeTimers();
  clock = new FakeClock(1_000_000);
  rung = 0;
  alarm = new Alarm(clock, () => Promise.resolve(void (rung += 1)));
});
afterEach(async () => {
  await alarm.stop();
  jest.useRealTimers();
});

const pass = async (seconds: number): Promise<void> => {
  clock.advance(seconds);
  await jest.advanceTimersByTimeAsync(1000 * seconds);
};

it('rings once, at the earliest moment it was set to', async () => {
  for (const after of [60, 5, 30]) alarm.setAt(clock.seconds() + after);
  await pass(4);
  expect(rung).toBe(0);
  await pass(1);
  expect(rung).toBe(1);
  await pass(60);
  expect(rung).toBe(1);
});

it('rings in time although the clock was set back meanwhile and it is set to a moment after that', async () => {
  alarm.setAt(clock.seconds() + 5);
  clock.advance(-3600);
  alarm.setAt(clock.seconds() + 960);
  await pass(5);
  expect(rung).toBe(1);
});
