import { Command, Option } from 'commander';
import { type ProgramName, PROGRAMS, ROLES } from '../programs.js';
import { flagOf } from '../resolution/resolve.js';
import { type KeyedSetting, SCHEMA, settingsOf } from '../schema/schema.js';
import { shownDefault } from '../schema/shown-default.js';

const HELP_WIDTH = 110;

/** The command line of a program, as commander parses and explains it. It neither prints nor exits. */
export function programCommand(service: ProgramName): Command {
  const command = new Command(service)
    .description(`${PROGRAMS[service].summary}\n\n${PRECEDENCE}`)
    .usage('[flags]')
    .helpOption(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: discard, getOutHelpWidth: () => HELP_WIDTH });
  for (const option of [...generalOptions(service), ...settingOptions(service)]) command.addOption(option);
  return command;
}

const PRECEDENCE =
  'Each setting can stand in the TOML file under the key beside its flag. The file wins over the flag, the flag over ' +
  'the default.';

const discard = (): undefined => undefined;

function generalOptions(service: ProgramName): Option[] {
  const role = new Option('--role <word>', `Which part to run: ${ROLES.join(', ')}. [default: all; not in the file]`);
  return [
    new Option('--config <file>', 'The TOML file that all services share. [default: none]'),
    new Option('--check-config', 'Judge the configuration, print each value with where it comes from, and end.'),
    ...(service === 'download-manager' ? [role] : []),
    new Option('-V, --version', 'Print version and build, and end.'),
    new Option('-h, --help', 'Print this, and end.'),
  ].map((option) => option.helpGroup('General:'));
}

/** What concerns this service first; what it only accepts, because one command line may start them all, last. */
function settingOptions(service: ProgramName): Option[] {
  const flagged = settingsOf(SCHEMA).filter(({ setting }) => flagOf(setting, service) !== undefined);
  const [own, others] = [true, false].map((isOwn) =>
    flagged.filter(({ setting }) => setting.readBy.includes(service) === isOwn),
  );
  return [
    ...(own ?? []).map((keyed) => optionFor(keyed).helpGroup(`${keyed.title}:`)),
    ...(others ?? []).map((keyed) => optionFor(keyed).helpGroup('Read by other services only (no effect here):')),
  ];
}

function optionFor({ key, setting }: KeyedSetting): Option {
  const flags = `${setting.flag?.names ?? ''} ${setting.type.placeholder}`;
  return new Option(flags, `${setting.doc} [default: ${shownDefault(setting)}; TOML: ${key}]`);
}
