import { freePorts } from '@pezzottify/testing';

const NAMES = ['gateway', 'scheduler', 'downloads', 'gatewayMetrics', 'schedulerMetrics', 'downloadsMetrics'] as const;

export type HouseholdPorts = Record<(typeof NAMES)[number], number>;

export async function householdPorts(): Promise<HouseholdPorts> {
  const ports = await freePorts(NAMES.length);
  return Object.fromEntries(NAMES.map((name, index) => [name, ports[index]])) as HouseholdPorts;
}
