export type ArgumentKind = 'handle' | 'role' | 'permission' | 'password' | 'grantId' | 'command';
export type FlagName = 'stdin' | 'duration' | 'countdown';

export interface Argument {
  readonly kind: ArgumentKind;
  readonly isOptional?: boolean;
}

/** The shape of a command: parser, help and completion read it here. */
export interface CommandForm {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly flags: readonly FlagName[];
  readonly summary: string;
}

const HANDLE: Argument = { kind: 'handle' };
const PASSWORD: Argument = { kind: 'password', isOptional: true };

const form = <Name extends string>(
  name: Name,
  args: readonly Argument[],
  summary: string,
  flags: readonly FlagName[] = [],
): CommandForm & { name: Name } => ({ name, args, summary, flags });

/** In the order of the help. */
export const COMMAND_FORMS = [
  form('add-user', [HANDLE], 'adds a user, without role or password'),
  form('delete-user', [HANDLE], 'deletes a user and everything of theirs; asks first at the prompt'),
  form('user-handles', [], 'lists the users'),
  form('show', [HANDLE], 'everything about a user: devices, sessions, roles, grants, permissions'),
  form('add-login', [HANDLE, PASSWORD], 'gives a user the first password', ['stdin']),
  form('update-login', [HANDLE, PASSWORD], 'changes the password and ends all sessions', ['stdin']),
  form('delete-login', [HANDLE], 'removes the password and ends all sessions'),
  form('check-password', [HANDLE, PASSWORD], 'says whether a password is right', ['stdin']),
  form('list-roles', [], 'the roles with their permissions'),
  form('add-role', [HANDLE, { kind: 'role' }], 'gives a user a role'),
  form('remove-role', [HANDLE, { kind: 'role' }], 'takes a role from a user'),
  form('grant', [HANDLE, { kind: 'permission' }], 'gives one permission beside the roles', ['duration', 'countdown']),
  form('revoke', [{ kind: 'grantId' }], 'takes a grant back'),
  form('grants', [HANDLE], 'lists the grants of a user'),
  form('where', [], 'the path of the database'),
  form('help', [{ kind: 'command', isOptional: true }], 'this text, or that of one command'),
  form('exit', [], 'leaves the prompt'),
] as const;

export type CommandName = (typeof COMMAND_FORMS)[number]['name'];
export type NamedForm = CommandForm & { readonly name: CommandName };

export const COMMAND_NAMES: readonly string[] = COMMAND_FORMS.map(({ name }) => name);

export const formOf = (name: string): NamedForm | undefined => COMMAND_FORMS.find((one) => one.name === name);

export const takesPassword = ({ args }: CommandForm): boolean => args.some(({ kind }) => kind === 'password');

export const PLACEHOLDERS: Readonly<Record<ArgumentKind, string>> = {
  handle: 'HANDLE',
  role: 'ROLE',
  permission: 'PERMISSION',
  password: 'PASSWORD',
  grantId: 'GRANT_ID',
  command: 'COMMAND',
};

export interface FlagForm {
  /** Absent: the flag stands alone. */
  readonly value?: string;
  readonly summary: string;
}

export const FLAGS: Readonly<Record<FlagName, FlagForm>> = {
  stdin: { summary: 'read the password from the first line of standard input (at the prompt: from the next line)' },
  duration: { value: 'SECS', summary: 'the grant ends after so many seconds' },
  countdown: { value: 'N', summary: 'the grant is good for so many requests' },
};
