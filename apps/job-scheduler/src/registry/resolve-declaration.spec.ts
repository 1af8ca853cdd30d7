import { describe, expect, it } from '@jest/globals';
import { type JobSettings } from '@pezzottify/config';
import { aJob } from '../test-app/test-host.js';
import { resolveDeclaration } from './resolve-declaration.js';

const NOTHING: JobSettings = {
  ...{ enabled: null, cron: null, intervalHours: null, startTime: null, jitterSecs: null },
  ...{ timeoutSecs: null, missedRuns: null, missedCap: null },
};

const declared = aJob({ schedule: { cron: '0 * * * *', interval_seconds: 60, hooks: ['OnStartup'] } });
const schedule = (settings: Partial<JobSettings>) => resolveDeclaration(declared, { ...NOTHING, ...settings }).schedule;

describe('resolveDeclaration', () => {
  it('leaves a job as it is about which nothing is said', () => {
    for (const settings of [undefined, NOTHING]) {
      expect(resolveDeclaration(declared, settings)).toEqual({ ...declared, enabled: true, overridden: [] });
    }
  });

  it('replaces cron and interval together, and leaves the hooks', () => {
    expect(schedule({ cron: '5 * * * *' })).toEqual({ cron: '5 * * * *', hooks: ['OnStartup'] });
    expect(schedule({ intervalHours: 2 })).toEqual({ interval_seconds: 7200, hooks: ['OnStartup'] });
    expect(schedule({ cron: '5 * * * *', intervalHours: 2 })).toMatchObject({
      cron: '5 * * * *',
      interval_seconds: 7200,
    });
  });

  it('adds jitter and start time to the interval of the code', () => {
    expect(schedule({ jitterSecs: 0, startTime: '23:59' })).toEqual({
      ...declared.schedule,
      interval_jitter_seconds: 0,
      interval_start_seconds: 86_340,
    });
  });

  it('names what it was given', () => {
    const { overridden } = resolveDeclaration(declared, { ...NOTHING, enabled: true, missedCap: 5 });
    expect(overridden).toEqual(['enabled', 'missed_cap']);
  });
});
