import { MAX_RUNS_PER_MESSAGE } from '@pezzottify/contracts';
import { type PreparedRun } from './prepare-run.usecase.js';

/**
 * Runs as they are offered to their hosts: those of one host together, in their order, as many as fit into a message.
 * Parameters may be long, so that a run that has some goes alone.
 */
export function inOffers(runs: readonly PreparedRun[]): PreparedRun[][] {
  const offers: PreparedRun[][] = [];
  const open = new Map<string, PreparedRun[]>();
  for (const run of runs) {
    const { host } = run.job;
    const offer = run.parameters ? undefined : open.get(host);
    if (offer && offer.length < MAX_RUNS_PER_MESSAGE) {
      offer.push(run);
      continue;
    }
    const begun = [run];
    offers.push(begun);
    if (!run.parameters) open.set(host, begun);
  }
  return offers;
}
