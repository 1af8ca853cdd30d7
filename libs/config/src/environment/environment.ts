import { accessSync } from 'node:fs';
import { type Resolution, type Resolved } from '../resolution/resolve.js';
import { certificateProblems } from './certificate.js';
import { folderProblem } from './folder.js';

/**
 * Problems of the machine the service starts on: folders and files that the configuration names. Only those that this
 * service uses are looked at, since the file is shared by services in containers that each see a part.
 */
export function environmentProblems(resolution: Resolution, access = accessSync): string[] {
  return [...folderProblems(resolution, access), ...certificateProblems(resolution)];
}

function folderProblems(resolution: Resolution, access: typeof accessSync): string[] {
  const { service, role } = resolution.given;
  const isManager = service === 'download-manager';
  const isGateway = service === 'catalog-api';
  const used = [
    { key: 'db_dir', isUsed: role !== 'worker', mode: 'write' },
    { key: 'media_path', isUsed: isManager || isGateway, mode: isManager ? 'write' : 'read' },
    { key: 'frontend_dir_path', isUsed: isGateway, mode: 'read' },
  ] as const;
  return used.flatMap(({ key, isUsed, mode }) => {
    const resolved = resolution.get(key);
    const problem = isUsed && wasGiven(resolved) ? folderProblem(resolved.value, mode, access) : undefined;
    return problem === undefined ? [] : [`${resolved.label}: ${problem}`];
  });
}

/** A folder that follows from another setting was judged there. */
function wasGiven(resolved: Resolved): resolved is Resolved & { value: string } {
  return resolved.origin !== 'default' && typeof resolved.value === 'string';
}
