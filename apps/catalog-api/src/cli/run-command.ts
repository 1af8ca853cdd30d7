import { type Accounts, type AskPassword } from './accounts.js';
import { assertUsable } from './check-place.js';
import { listRoles } from './commands/list-roles.js';
import { findUserDatabase } from './find-database.js';
import { type Answer, answerOf } from './output/answer.js';
import { type CommandName } from './words/command-forms.js';
import { type Given, type Place } from './words/given.js';
import { helpAnswer } from './words/help-text.js';

type Work = (accounts: Accounts, given: Given, ask: AskPassword) => Promise<Answer>;
type PlainCommand = 'help' | 'where' | 'list-roles' | 'exit';

/** Each imports what it needs when it runs: hashing, messages and the database take longer to load than to use. */
const WITH_DATABASE: Readonly<Record<Exclude<CommandName, PlainCommand>, Work>> = {
  'add-user': async (accounts, { handle }) => (await import('./commands/users.js')).addUser(accounts, handle),
  'delete-user': async (accounts, { handle }) => (await import('./commands/users.js')).deleteUser(accounts, handle),
  'user-handles': async (accounts) => (await import('./commands/user-handles.js')).userHandles(accounts),
  show: async (accounts, { handle }) => (await import('./commands/show.js')).show(accounts, handle),
  'add-login': async (accounts, { handle }, ask) => (await logins()).addLogin(accounts, handle, ask),
  'update-login': async (accounts, { handle }, ask) => (await logins()).updateLogin(accounts, handle, ask),
  'delete-login': async (accounts, { handle }) => (await logins()).deleteLogin(accounts, handle),
  'check-password': async (accounts, { handle }, ask) => (await logins()).checkPassword(accounts, handle, ask),
  'add-role': async (accounts, { handle, role }) => (await roles()).addRole(accounts, handle, role),
  'remove-role': async (accounts, { handle, role }) => (await roles()).removeRole(accounts, handle, role),
  grant: async (accounts, given) => (await grants()).grant(accounts, given, given),
  revoke: async (accounts, { grantId }) => (await grants()).revoke(accounts, grantId),
  grants: async (accounts, { handle }) => (await grants()).grants(accounts, handle),
};

const logins = () => import('./commands/logins.js');
const roles = () => import('./commands/roles.js');
const grants = () => import('./commands/grants.js');

/** Where the commands work and where they say what is no result. */
export class CommandRunner {
  constructor(
    private readonly place: Place,
    private readonly notice: (text: string) => void,
  ) {}

  /** `ask` is called when it turns out that a password is needed which was not given. */
  async run(given: Given, ask: AskPassword): Promise<Answer> {
    const { command } = given;
    if (command === 'help') return helpAnswer(given.topic);
    if (command === 'list-roles') return listRoles();
    if (command === 'exit') return answerOf('', {});
    if (command === 'where') return this.where();
    return this.withAccounts((accounts) => WITH_DATABASE[command](accounts, given, ask));
  }

  /** Opens the database for `work` alone. */
  async withAccounts<T>(work: (accounts: Accounts) => Promise<T>): Promise<T> {
    const file = await this.file();
    assertUsable(file);
    const { withAccounts } = await import('./open-accounts.js');
    return withAccounts(file, this.notice, work);
  }

  file(): Promise<string> {
    return findUserDatabase({ ...this.place, workingFolder: process.cwd() });
  }

  private async where(): Promise<Answer> {
    const path = await this.file();
    return answerOf(path, { path });
  }
}
