import { randomBytes } from 'node:crypto';
import { newLeaseToken } from '@pezzottify/work-engine';
import { type RunLease } from '../storage/runs.repository.js';

/** Hosts renew every third of it. */
export const LEASE_SECONDS = 30;

export const leaseUntil = (now: number): number => now + LEASE_SECONDS * 1000;
export const newLease = (now: number): RunLease => ({ token: newLeaseToken(randomBytes), expiresAt: leaseUntil(now) });
