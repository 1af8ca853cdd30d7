import ipaddr from 'ipaddr.js';
import { type CallerKey } from './rate-limiter.port.js';

const MAX_UNKNOWN_LENGTH = 64;

/**
 * Whom a limit counts. An IPv6 caller owns a /64 and could use a new address for every request; an IPv4 address in IPv6
 * notation is the same caller as without it.
 */
export function callerKey(userId: number | undefined, ip: string): CallerKey {
  return userId === undefined ? `ip:${networkOf(ip)}` : `user:${userId}`;
}

function networkOf(ip: string): string {
  // A trusted proxy may forward anything.
  if (!ipaddr.isValid(ip)) return ip.slice(0, MAX_UNKNOWN_LENGTH);
  const address = ipaddr.process(ip);
  if (!(address instanceof ipaddr.IPv6)) return address.toString();
  const network = address.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
