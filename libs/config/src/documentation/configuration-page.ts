import { flagOf } from '../resolution/resolve.js';
import { EVERY_PROGRAM } from '../programs.js';
import { JOB_IDS } from '../schema/jobs.config.js';
import { jobSection, SCHEMA, type Section } from '../schema/schema.js';
import { type Setting } from '../schema/setting.js';
import { shownDefault } from '../schema/shown-default.js';

/** docs/configuration.md, from the schema alone. */
export function configurationPage(): string {
  return INTRODUCTION + [...SCHEMA, jobSection('<id>')].map(section).join('') + JOBS;
}

const INTRODUCTION = `# Configuration

<!-- Written from libs/config/src/schema: change that, and then run UPDATE_DOCS=1 npx nx test config --skip-nx-cache -->

All services share one TOML file, given to each with \`--config FILE\`. What stands in the file wins over the flags of the command
line, and flags win over defaults. \`pezzottify.example.toml\` is such a file with every key in it.

- Every service judges the whole file. What is wrong is listed all at once, and nothing starts. Unknown keys are errors.
- \`--check-config\` judges it without starting anything, and prints each value with where it comes from (exit code 0 or 1).
- \`kill -HUP\` makes a running service read its file again. Settings marked *live* change at once and are logged, old → new; the
  others are logged as needing a restart. A file with a problem changes nothing. Certificates are read again as well.
- Services that share a host need different ports. Flags marked with a service belong to that service only; \`-p\`, \`--port\` and
  \`--metrics-port\` are those of the service started.
- \`--role owner|worker|all\` is a flag of download-manager only and stands in no file.
`;

const JOBS = `
\`<id>\` is one of ${JOB_IDS.map((id) => `\`${id}\``).join(', ')}. What is not set stays as the code of the job has it; the list of
jobs (\`GET /v1/admin/jobs\`) shows what results, and which of it comes from the file.
`;

function section({ table, title, settings }: Section): string {
  const rows = Object.entries(settings).map(([name, setting]) => row(name, setting));
  return `
## ${title}${table === null ? '' : ` \`[${table}]\``}

| Key | Flag | Default | Allowed | On SIGHUP | Read by | Meaning |
|---|---|---|---|---|---|---|
${rows.join('')}`;
}

function row(name: string, setting: Setting): string {
  const { type, doc, isLive } = setting;
  const cells = [`\`${name}\``, flagCell(setting), shownDefault(setting), type.allowed, isLive ? 'live' : 'restart'];
  return `| ${[...cells, readers(setting), doc].map(escaped).join(' | ')} |\n`;
}

function flagCell(setting: Setting): string {
  if (setting.flag === null) return '–';
  const programs = EVERY_PROGRAM.filter((program) => flagOf(setting, program) !== undefined);
  const whose = programs.length === EVERY_PROGRAM.length ? '' : ` of ${programs.join(', ')}`;
  return `\`${setting.flag.names}\`${whose}`;
}

function readers({ readBy }: Setting): string {
  return readBy.length === EVERY_PROGRAM.length ? 'all' : readBy.join(', ');
}

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
