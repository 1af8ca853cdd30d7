import { describe, expect, it } from '@jest/globals';
import { LoginThrottle } from './login-throttle.js';

describe('the limit of failed logins', () => {
  it('keeps nothing of what a stranger sends as a handle but a short hash', () => {
    const keys: string[] = [];
    const failures = { take: (key: string) => keys.push(key) * 0, putBack: (key: string) => void keys.push(key) };
    const throttle = new LoginThrottle(failures);
    throttle.countAttempt('x'.repeat(2_000_000));
    throttle.forgiveAttempt('x'.repeat(2_000_000));
    throttle.countAttempt('y');
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
    for (const key of keys) expect(key.length).toBeLessThan(64);
  });
});
