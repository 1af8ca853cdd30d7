import { describe, expect, it } from '@jest/globals';
import { REQUESTS, requestsOwnedBy } from './message-map.js';
import { ShapeInvalidError, validate } from './validate.js';

describe('validate', () => {
  const claim = { worker: { name: 'worker-1', version: '0.1.0' }, max_items: 1 };

  it('returns the value as it is when it has the promised shape', () => {
    expect(validate('queue.claim', REQUESTS['queue.claim'].request, claim)).toBe(claim);
  });

  it('lets keys pass that a newer peer knows and this one does not', () => {
    const newer = { ...claim, capabilities: ['resume'] };
    expect(validate('queue.claim', REQUESTS['queue.claim'].request, newer)).toEqual(newer);
  });

  it('names what is wrong and where, without repeating the value', () => {
    const bad = { ...claim, max_items: 'secret-value' };
    const attempt = () => validate('queue.claim', REQUESTS['queue.claim'].request, bad);
    expect(attempt).toThrow(ShapeInvalidError);
    expect(attempt).toThrow(/queue\.claim: \/max_items/);
    expect(attempt).not.toThrow(/secret-value/);
  });

  it('refuses an outcome outside the closed vocabulary', () => {
    const settle = { worker: claim.worker, item_id: 'a', lease_token: 'x'.repeat(32), outcome: { kind: 'perhaps' } };
    expect(() => validate('queue.settle', REQUESTS['queue.settle'].request, settle)).toThrow(ShapeInvalidError);
  });
});

describe('requestsOwnedBy', () => {
  it('gives every request exactly one owner', () => {
    const owners = ['catalog-api', 'download-manager', 'job-scheduler', 'job-host'] as const;
    const owned = owners.flatMap((owner) => requestsOwnedBy(owner));
    expect(owned.sort()).toEqual(Object.keys(REQUESTS).sort());
  });
});
