import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { inRoot, pinnedNode } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { readFacts, rememberFact, replaceFile } from './data-folder.mjs';

const handle = 'admin';

/**
 * Makes the first administrator with cli-auth and a random password, once. The password is kept in a file that only its
 * owner can read, and is there before the account is: a run that is ended in between is taken up with the same password.
 * An account that was there before is left as it is.
 */
export async function ensureFirstAdmin(folder, { dbDir }) {
  const kept = keptPassword(folder.loginFile);
  if (readFacts(folder).hasAdministrator) return { handle, password: kept };
  const password = kept ?? randomBytes(12).toString('base64url');
  if (kept === null) replaceFile(folder.loginFile, `${handle}\n${password}\n`, 0o600);
  const isMade = await makeAdmin(dbDir, password, kept !== null);
  if (!isMade) rmSync(folder.loginFile);
  rememberFact(folder, { hasAdministrator: true });
  return { handle, password: isMade ? password : null };
}

function keptPassword(file) {
  const [, password = ''] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return password === '' ? null : password;
}

/** Whether the account is ours: `isContinued` says that an earlier run may have begun it. */
async function makeAdmin(dbDir, password, isContinued) {
  const withPassword = (command) => cliAuth(dbDir, [command, handle, '--stdin'], `${password}\n`);
  const wasThere = await isRefused(/exists already/, cliAuth(dbDir, ['add-user', handle]));
  if (wasThere && !isContinued) return false;
  const hadPassword = await isRefused(/has a password already/, withPassword('add-login'));
  if (hadPassword) await withPassword('update-login');
  for (const role of ['Admin', 'Regular']) await cliAuth(dbDir, ['add-role', handle, role]);
  return true;
}

/** Whether the command was refused for this reason; any other failure is passed on. */
const isRefused = (reason, command) =>
  command.then(
    () => false,
    (error) => {
      if (!reason.test(error.output ?? '')) throw error;
      return true;
    },
  );

/** The password goes by standard input: arguments can be read by every user of the machine. */
const cliAuth = (dbDir, args, input) =>
  run(pinnedNode, [inRoot('dist', 'apps', 'catalog-api', 'cli-auth.js'), '--db-dir', dbDir, ...args], {
    quiet: true,
    input,
  });
