import { createServer } from 'node:net';

/**
 * Every port of a household: which key of the configuration has it, and what it is unless something else is said. With a
 * `protocol` the key holds an address; one on another machine is used there, and nothing is started here for it.
 */
export const portTable = [
  { name: 'gateway', key: 'port', usual: 3001 },
  { name: 'scheduler', key: 'services.job_scheduler_port', usual: 3011 },
  { name: 'downloads', key: 'services.download_manager_port', usual: 3021 },
  { name: 'downloader', key: 'downloader_url', usual: 3031, protocol: 'http:', isOptional: true },
  { name: 'nats', key: 'nats.url', usual: 4222, protocol: 'nats:' },
  { name: 'gatewayMetrics', key: 'metrics_port', usual: 9091 },
  { name: 'schedulerMetrics', key: 'services.job_scheduler_metrics_port', usual: 9092 },
  { name: 'downloadsMetrics', key: 'services.download_manager_metrics_port', usual: 9093 },
];

/** What the command line makes of the usual ports. */
export function portsFrom({ port, portOffset = 0 }) {
  const ports = Object.fromEntries(portTable.map(({ name, usual }) => [name, usual + portOffset]));
  return port === undefined ? ports : { ...ports, gateway: port };
}

/** Refuses to begin while any port cannot be had, naming all of them: nothing is left half-started. */
export async function checkPorts(ports, advice) {
  const problems = [];
  for (const [port, names] of usersByPort(ports)) {
    const problem = names.length > 1 ? 'is needed more than once' : await problemWith(port);
    if (problem) problems.push(`port ${port} (${names.join(', ')}) ${problem}`);
  }
  if (problems.length > 0) throw new Error(`${problems.join(', ')}. ${advice}`);
}

function usersByPort(ports) {
  const users = new Map();
  for (const [name, port] of Object.entries(ports)) users.set(port, [...(users.get(port) ?? []), name]);
  return users;
}

const problemWith = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }) => resolve(code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`));
    probe.listen({ port, host: '0.0.0.0', exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
