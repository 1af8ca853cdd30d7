import { describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { aJob } from '../test-app/test-host.js';
import { TestScheduler } from '../test-app/test-scheduler.js';

const BURST = 2_500;

describe('thousands of hooks at once', () => {
  it('become one run and one further run, and leave nothing that grows with them', async () => {
    const scheduler = await TestScheduler.start();
    const host = await scheduler.host();
    await host.announce(aJob(), aJob({ id: 'twin' }));
    await scheduler.raiseMany('OnCatalogChange', BURST);
    const [first, twin] = [await host.start(), await host.start('twin')];
    await eventually(async () => expect(await scheduler.hooksHandled()).toBe(BURST), { timeoutMs: 60_000 });
    expect(host.starts).toHaveLength(2);
    for (const start of [first, twin]) expect(await host.finish(start)).toBe('recorded');
    for (const id of ['sweep', 'twin']) await host.finish(await host.start(id, 2));
    await scheduler.look();
    expect(host.starts).toHaveLength(4);
    expect((await scheduler.history()).map(({ status }) => status)).toEqual(['completed', 'completed']);
  }, 90_000);
});
