import { randomBytes } from 'node:crypto';
import { newLeaseToken } from '@pezzottify/work-engine';
import { type RunLease } from '../storage/runs.repository.js';

/** Hosts renew every third of it. */
export const LEASE_SECONDS = 30;
export const LEASE_MS = LEASE_SECONDS * 1000;

/** How long a run waits for its host: enough for a service that is being started again. */
export const HAND_OVER_MS = 60_000;

/** Of a run its host renews. */
export const leaseUntil = (now: number): number => now + LEASE_MS;

/** Of a run that waits for its host. Longer than the wait: it must end by being told why, not by a lease that runs out. */
export const untakenUntil = (now: number): number => now + HAND_OVER_MS + LEASE_MS;

export const newLease = (now: number): RunLease => ({
  token: newLeaseToken(randomBytes),
  expiresAt: untakenUntil(now),
});
