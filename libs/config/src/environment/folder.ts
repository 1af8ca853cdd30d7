import { accessSync, constants, statSync } from 'node:fs';
import { quoted } from '../schema/value-words.js';
import { systemReason } from './system-reason.js';

/** Why this path cannot serve as a folder to read or write, or `undefined`. `access` asks the system. */
export function folderProblem(path: string, mode: 'read' | 'write', access = accessSync): string | undefined {
  const shown = quoted(path);
  try {
    if (!statSync(path).isDirectory()) return `${shown} is not a folder, must be an existing folder`;
  } catch (error) {
    return `${shown} cannot be used: ${systemReason(error)}, must be an existing folder${tildeHint(path)}`;
  }

  const wanted = mode === 'write' ? constants.R_OK | constants.W_OK | constants.X_OK : constants.R_OK | constants.X_OK;
  try {
    access(path, wanted);
    return undefined;
  } catch (error) {
    const deed = mode === 'write' ? 'written to' : 'read';
    return `${shown} cannot be ${deed}: ${systemReason(error)}, must be a folder that can`;
  }
}

function tildeHint(path: string): string {
  return path.startsWith('~') ? ' ("~" is expanded by shells only, write the path in full)' : '';
}
