/**
 * The right to work on an item until `expiresAt` (unix seconds). `token` is the fencing token: whoever writes a result
 * must show the one that is stored with the item, so a holder that lost its lease cannot write over its successor.
 */
export interface Lease {
  readonly token: string;
  readonly expiresAt: number;
}

/** A lease from `now` on. Renewing one is granting it again with the token it has. */
export function grantLease(now: number, leaseSeconds: number, token: string): Lease {
  return { token, expiresAt: now + leaseSeconds };
}

/** In the second of `expiresAt` the lease is no longer held. */
export function isLeaseExpired(lease: Lease, now: number): boolean {
  return lease.expiresAt <= now;
}

/** A third of the lease: two heartbeats in a row may be lost and the lease still holds. May be a fraction. */
export function heartbeatIntervalSeconds(leaseSeconds: number): number {
  return leaseSeconds / 3;
}

const TOKEN_BYTES = 16;

/** 32 hexadecimal characters. `randomBytes` has to be cryptographic: a guessed token would write a stranger's result. */
export function newLeaseToken(randomBytes: (length: number) => Uint8Array): string {
  return Buffer.from(randomBytes(TOKEN_BYTES)).toString('hex');
}
