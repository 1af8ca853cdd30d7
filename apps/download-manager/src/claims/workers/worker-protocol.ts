import { OLDEST_WORKER_PROTOCOL, type WorkerIdentity } from '@pezzottify/contracts';

const FIRST_PROTOCOL = 1;

export const protocolOf = ({ protocol }: WorkerIdentity): number => protocol ?? FIRST_PROTOCOL;

/** Why this worker gets no work; null for one whose messages are understood. A newer one speaks what we speak. */
export function workerRefusal(worker: WorkerIdentity, oldest = OLDEST_WORKER_PROTOCOL): string | null {
  const spoken = protocolOf(worker);
  if (spoken >= oldest) return null;
  return `worker version ${worker.version} speaks protocol ${spoken}; this server needs ${oldest} or later: upgrade the worker`;
}
