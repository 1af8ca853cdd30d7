import { describe, expect, it } from '@jest/globals';
import { callerKey } from './caller-key.js';

describe('callerKey', () => {
  it.each([
    [7, '192.0.2.1', 'user:7'],
    [undefined, '192.0.2.1', 'ip:192.0.2.1'],
    [undefined, '::ffff:192.0.2.1', 'ip:192.0.2.1'],
    [undefined, '2001:db8:1:2:3:4:5:6', 'ip:2001:db8:1:2::/64'],
    [undefined, '2001:0db8:0001:0002::1', 'ip:2001:db8:1:2::/64'],
    [undefined, '::1', 'ip:0:0:0:0::/64'],
    [undefined, 'fe80::1%eth0', 'ip:fe80:0:0:0::/64'],
    [undefined, 'unknown', 'ip:unknown'],
    [undefined, 'x'.repeat(1000), `ip:${'x'.repeat(64)}`],
  ])('user %s at %s is %s', (userId, ip, key) => {
    expect(callerKey(userId, ip)).toBe(key);
  });
});
