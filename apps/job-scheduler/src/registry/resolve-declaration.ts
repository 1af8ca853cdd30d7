import { type JobSettings } from '@pezzottify/config';
import { type JobDeclaration, type JobSchedule } from '@pezzottify/contracts';

/** A declaration with what the configuration says instead of it. */
export interface ResolvedDeclaration extends JobDeclaration {
  /** False: neither schedule nor hooks start it. */
  readonly enabled: boolean;
  /** Keys of the configuration that were given. */
  readonly overridden: readonly string[];
}

const KEYS: Readonly<Record<keyof JobSettings, string>> = {
  enabled: 'enabled',
  cron: 'cron',
  intervalHours: 'interval_hours',
  startTime: 'start_time',
  jitterSecs: 'jitter_secs',
  timeoutSecs: 'timeout_secs',
  missedRuns: 'missed_runs',
  missedCap: 'missed_cap',
};

export function resolveDeclaration(declared: JobDeclaration, settings?: JobSettings): ResolvedDeclaration {
  if (!settings) return { ...declared, enabled: true, overridden: [] };
  const given = (Object.keys(KEYS) as (keyof JobSettings)[]).filter((key) => settings[key] !== null);
  const missedCap = settings.missedCap ?? declared.missed_cap;
  return {
    ...declared,
    schedule: resolveSchedule(declared.schedule, settings),
    timeout_seconds: settings.timeoutSecs ?? declared.timeout_seconds,
    missed_runs: settings.missedRuns ?? declared.missed_runs,
    ...(missedCap === undefined ? {} : { missed_cap: missedCap }),
    enabled: settings.enabled ?? true,
    overridden: given.map((key) => KEYS[key]),
  };
}

/** Cron and interval are replaced together: the one that is not named is not meant to go on beside the other. */
function resolveSchedule(declared: JobSchedule, settings: JobSettings): JobSchedule {
  const isTimed = settings.cron !== null || settings.intervalHours !== null;
  const { cron, interval_seconds, ...rest } = declared;
  const timing = isTimed ? ofSettings(settings) : { ...present({ cron }), ...present({ interval_seconds }) };
  const { startTime, jitterSecs } = settings;
  return {
    ...rest,
    ...timing,
    ...(startTime === null ? {} : { interval_start_seconds: secondsOf(startTime) }),
    ...(jitterSecs === null ? {} : { interval_jitter_seconds: jitterSecs }),
  };
}

const ofSettings = ({ cron, intervalHours }: JobSettings): JobSchedule => ({
  ...(cron === null ? {} : { cron }),
  ...(intervalHours === null ? {} : { interval_seconds: intervalHours * 3600 }),
});

/** Without the keys that have no value. */
const present = <T extends object>(values: T): { [Key in keyof T]: NonNullable<T[Key]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** "03:30" as seconds after midnight. */
function secondsOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return hours * 3600 + minutes * 60;
}
