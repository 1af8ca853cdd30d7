import { type Answer } from '../output/answer.js';
import { PLAIN, type Style } from '../output/style.js';
import { inColumns } from '../output/table.js';
import { COMMAND_FORMS, FLAGS, formOf, type NamedForm } from './command-forms.js';
import { usageOf } from './read-command.js';
import { unknownCommand } from './read-words.js';

const OPTIONS: readonly (readonly [string, string])[] = [
  ['--db-dir DIR', 'the folder that holds user.db'],
  ['--config PATH', 'the configuration file whose db_dir holds user.db'],
  ['--json', 'results and errors as JSON, one document a line'],
  ['--help, -h', 'this text, or that of the command it stands beside'],
];

const NOTES = `The database is USER_DB; else DIR/user.db; else user.db in db_dir of the configuration; else /data/db/user.db; else
user.db in the working folder or one above it. A file that is named and does not exist is created.

Without COMMAND there is a prompt, with completion (tab) and history; fed by a pipe it takes one command per line.
Quotes work as in a shell. A value that begins with a dash goes behind "--":
  cli-auth add-login maria -- -secret
Arguments can be seen by every user of the machine: leave the password out to be asked, or pass it with --stdin:
  cli-auth add-login maria --stdin < password.txt

Exit codes: 0 done, 1 refused or not possible, 2 command line not understood. The prompt ends with 0.
The services may run meanwhile: what is changed holds from the next request on.`;

/** The help of everything, or of one command. Throws UsageError for an unknown one. */
export function helpAnswer(topic: string | undefined): Answer {
  const form = topic === undefined ? undefined : formOf(topic);
  if (topic !== undefined && !form) throw unknownCommand(topic);
  const text = (style: Style): string => (form ? commandHelp(form, style) : wholeHelp(style));
  return { json: { help: text(PLAIN) }, text };
}

function wholeHelp(style: Style): string {
  return [
    'Looks after the accounts in user.db, while the services run or not.',
    '',
    `${style.title('Usage')}  cli-auth [--config PATH | --db-dir DIR | USER_DB] [COMMAND ARGS…]`,
    '',
    ...section('Commands', commandRows(), style),
    '',
    ...section('Options', OPTIONS, style),
    '',
    NOTES,
  ].join('\n');
}

function commandHelp(form: NamedForm, style: Style): string {
  const flags = form.flags.map((flag) => [`--${flag} ${FLAGS[flag].value ?? ''}`, FLAGS[flag].summary] as const);
  const options = flags.length === 0 ? [] : ['', ...section('Options', flags, style)];
  return [`${style.title('Usage')}  ${usageOf(form)}`, '', `  ${form.summary}`, ...options].join('\n');
}

const commandRows = (): [string, string][] => COMMAND_FORMS.map((form) => [usageOf(form), form.summary]);

const section = (title: string, rows: readonly (readonly string[])[], style: Style): string[] => [
  style.title(title),
  ...inColumns(rows).map((row) => `  ${row}`),
];
