import { EVERY_PROGRAM, type ProgramName, PROGRAMS } from '../programs.js';
import { type Resolution, type Resolved } from './resolve.js';

interface Port extends Resolved {
  readonly program: ProgramName;
  readonly host: string;
}

/**
 * Ports that two would open. Services whose urls name the same host are taken to share a machine; elsewhere, as in
 * containers, each may have the same ports.
 */
export function portClashes(resolution: Resolution): string[] {
  const ports = EVERY_PROGRAM.flatMap((program) => portsOf(resolution, program));
  return ports.flatMap((port, index) => {
    const rival = ports.slice(0, index).find((earlier) => isClash(earlier, port));
    if (!rival) return [];
    return [`${port.label}: ${String(port.value)} is the value of ${rival.label} too, must be another port or 0`];
  });
}

/** A worker opens no HTTP port, and its metrics port may be on any machine. */
function portsOf(resolution: Resolution, program: ProgramName): Port[] {
  const { role, service } = resolution.given;
  if (role === 'worker' && program === service) return [];
  const { portKey, metricsPortKey, urlKey } = PROGRAMS[program];
  const host = new URL(String(resolution.valueOf(urlKey))).hostname;
  return [portKey, metricsPortKey].map((key) => ({ ...resolution.get(key), program, host }));
}

/** A flag belongs to the process started: it says nothing about services that the file leaves at their defaults. */
function isClash(one: Port, other: Port): boolean {
  const isSame = one.value === other.value && one.value !== 0 && one.host === other.host;
  const isSure = one.program === other.program || [one.origin, other.origin].includes('file');
  return isSame && isSure && one.isSound && other.isSound;
}
