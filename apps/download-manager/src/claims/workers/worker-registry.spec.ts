import { expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { WORKER_PROTOCOL } from '@pezzottify/contracts';
import { FakeClock } from '@pezzottify/testing';
import { WorkerRegistry } from './worker-registry.js';

const WORKER = { name: 'one', version: '1.0.0', protocol: WORKER_PROTOCOL };

it('a queue is unattended when nobody who gets work has spoken for three leases, and not right after its start', () => {
  const clock = new FakeClock();
  const settings = { processIntervalSecs: 5, leaseSecs: 30 } as Config['downloadManager'];
  const registry = new WorkerRegistry({ downloadManager: settings }, clock);
  const after = (seconds: number): boolean => {
    clock.advance(seconds);
    return registry.isUnattended;
  };
  expect([after(89), after(1)]).toEqual([false, true]);
  registry.saw(WORKER, 'too old');
  expect(after(1)).toBe(true);
  registry.saw(WORKER);
  expect([after(0), after(89), after(1)]).toEqual([false, false, true]);
});
