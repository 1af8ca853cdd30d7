import { describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '@pezzottify/observability';
import { Shutdown } from './shutdown.js';

const setup = (limitMs = 30_000) => {
  const exits: number[] = [];
  const shutdown = new Shutdown({
    logger: createLogger({ service: 'test', destination: { write: () => undefined } }),
    limitMs,
    exit: (code) => exits.push(code),
    leftovers: () => 'nothing',
  });
  return { shutdown, exits, stop: jest.fn((_reason: string) => Promise.resolve()) };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Shutdown', () => {
  it('stops the service once, with the first reason, however often it is asked', async () => {
    const { shutdown, exits, stop } = setup();
    shutdown.serviceStarted(stop);
    shutdown.request('SIGTERM');
    shutdown.request('reboot');
    await settled();
    expect(stop.mock.calls).toEqual([['SIGTERM']]);
    expect(exits).toEqual([0]);
  });

  it('waits for the start before it stops', async () => {
    const { shutdown, exits, stop } = setup();
    shutdown.request('SIGINT');
    await settled();
    expect({ exits, isRequested: shutdown.isRequested }).toEqual({ exits: [], isRequested: true });
    shutdown.serviceStarted(stop);
    await settled();
    expect(stop.mock.calls).toEqual([['SIGINT']]);
    expect(exits).toEqual([0]);
  });

  it('gives up after the limit, not before', () => {
    jest.useFakeTimers();
    try {
      const { shutdown, exits } = setup(30_000);
      shutdown.serviceStarted(() => new Promise(() => undefined));
      shutdown.request('SIGTERM');
      jest.advanceTimersByTime(29_999);
      expect(exits).toEqual([]);
      jest.advanceTimersByTime(1);
      expect(exits).toEqual([1]);
    } finally {
      jest.useRealTimers();
    }
  });
});
