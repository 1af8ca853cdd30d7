import { type RequestOf } from '@pezzottify/contracts';

export type Progress = NonNullable<RequestOf<'jobs.heartbeat-run'>['progress']>;

const MAX_TEXT = 2000;

/** What the contract lets through: a heartbeat that is refused for its progress would cost the run its lease. */
export const sendableProgress = (fraction: number | null, text: string): Progress => ({
  fraction: fraction === null || Number.isNaN(fraction) ? null : Math.min(Math.max(fraction, 0), 1),
  text: text.slice(0, MAX_TEXT),
});
