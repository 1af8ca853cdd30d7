import { Command } from 'commander';
import { type AccountCommands } from './account-commands.js';
import { askNewPassword, askPassword, passwordFromStdin } from './read-password.js';

export interface CliOptions {
  config?: string;
  dbDir?: string;
}

/** Opens the database for one command and closes it afterwards. */
export type WithAccounts = (work: (accounts: AccountCommands) => Promise<string> | string) => Promise<void>;

/** The command line of cli-auth. `where` prints the path of the database that would be used. */
export function createProgram(
  withAccounts: (options: CliOptions) => WithAccounts,
  where: (options: CliOptions) => string,
): Command {
  const program = new Command('cli-auth')
    .description('Looks after the accounts in user.db, also while the services run.')
    .option('--config <path>', 'configuration file whose db_dir holds user.db')
    .option('--db-dir <dir>', 'folder that holds user.db')
    .showHelpAfterError('(cli-auth --help lists the commands)')
    .exitOverride();
  const accounts: WithAccounts = (work) => withAccounts(program.opts<CliOptions>())(work);
  addUserCommands(program, accounts);
  addLoginCommands(program, accounts);
  addRoleCommands(program, accounts);
  program
    .command('where')
    .description('prints the path of the database')
    .action(() => {
      process.stdout.write(`${where(program.opts<CliOptions>())}\n`);
    });
  return program;
}

function addUserCommands(program: Command, accounts: WithAccounts): void {
  program
    .command('add-user <handle>')
    .description('adds a user without role or password')
    .action((handle: string) => accounts((one) => one.addUser(handle)));
  program
    .command('delete-user <handle>')
    .description('deletes a user and everything of its own')
    .action((handle: string) => accounts((one) => one.deleteUser(handle)));
  program
    .command('user-handles')
    .description('lists the users')
    .action(() => accounts((one) => one.userHandles()));
}

function addLoginCommands(program: Command, accounts: WithAccounts): void {
  const withPassword = (name: string, description: string) =>
    program
      .command(`${name} <handle> [password]`)
      .description(description)
      .option('--stdin', 'read the password from the first line of standard input');
  withPassword('add-login', 'gives a user its first password').action(
    async (handle: string, given: string | undefined, { stdin }: { stdin?: boolean }) => {
      const password = await passwordOr(given, stdin, askNewPassword);
      await accounts((one) => one.addLogin(handle, password));
    },
  );
  withPassword('update-login', 'changes the password and ends all sessions').action(
    async (handle: string, given: string | undefined, { stdin }: { stdin?: boolean }) => {
      const password = await passwordOr(given, stdin, askNewPassword);
      await accounts((one) => one.updateLogin(handle, password));
    },
  );
  withPassword('check-password', 'says whether a password is right').action(
    async (handle: string, given: string | undefined, { stdin }: { stdin?: boolean }) => {
      const password = await passwordOr(given, stdin, () => askPassword('Password: '));
      await accounts((one) => one.checkPassword(handle, password));
    },
  );
  program
    .command('delete-login <handle>')
    .description('removes the password and ends all sessions')
    .action((handle: string) => accounts((one) => one.deleteLogin(handle)));
}

const passwordOr = (
  given: string | undefined,
  fromStdin: boolean | undefined,
  ask: () => Promise<string>,
): Promise<string> => {
  if (given !== undefined) return Promise.resolve(given);
  return fromStdin ? passwordFromStdin() : ask();
};

function addRoleCommands(program: Command, accounts: WithAccounts): void {
  program
    .command('list-roles')
    .description('lists the roles with their permissions')
    .action(() => accounts((one) => one.listRoles()));
  program
    .command('add-role <handle> <role>')
    .description('gives a user a role')
    .action((handle: string, role: string) => accounts((one) => one.addRole(handle, role)));
  program
    .command('remove-role <handle> <role>')
    .description('takes a role from a user')
    .action((handle: string, role: string) => accounts((one) => one.removeRole(handle, role)));
}
