import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot, pinnedNode } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

const handle = 'admin';

/**
 * Makes the first administrator with cli-auth and a random password, once. The password is kept in a file only its owner
 * can read, so that a second run can say where it is instead of asking.
 */
export async function ensureFirstAdmin(folder) {
  if (existsSync(folder.loginFile)) return readLogin(folder.loginFile);
  const password = randomBytes(12).toString('base64url');
  // A first run that was ended in the middle has left some of this behind.
  await unless(/exists already/, cliAuth(folder, ['add-user', handle]));
  const hadPassword = await unless(/has a password already/, withPassword(folder, 'add-login', password));
  if (hadPassword) await withPassword(folder, 'update-login', password);
  for (const role of ['Admin', 'Regular']) await cliAuth(folder, ['add-role', handle, role]);
  writeFileSync(folder.loginFile, `${handle}\n${password}\n`, { mode: 0o600 });
  return { handle, password, isNew: true };
}

function readLogin(file) {
  const [name = handle, password = ''] = readFileSync(file, 'utf8').split('\n');
  return { handle: name, password, isNew: false };
}

/** Whether the command was refused for this reason; any other failure is passed on. */
const unless = (reason, command) =>
  command.then(
    () => false,
    (error) => {
      if (!reason.test(error.output ?? '')) throw error;
      return true;
    },
  );

/** Not as an argument: those can be read by every user of the machine. */
const withPassword = (folder, command, password) => cliAuth(folder, [command, handle, '--stdin'], `${password}\n`);

const cliAuth = (folder, args, input) =>
  run(pinnedNode, [inRoot('dist', 'apps', 'catalog-api', 'cli-auth.js'), '--db-dir', folder.db, ...args], {
    quiet: true,
    input,
  });
