import toml from '@iarna/toml';
import { ConfigInvalidError } from '../config.errors.js';
import { masked } from '../schema/value-words.js';

export type TomlTree = Readonly<Record<string, unknown>>;

/** The tree of a TOML document. `name` stands for it in a refusal, which shows line, column and the line itself. */
export function parseToml(text: string, name: string): TomlTree {
  try {
    return toml.parse(text);
  } catch (error) {
    const { pos, message } = error as Error & { pos?: number };
    if (pos === undefined) throw error;
    throw new ConfigInvalidError([describe(text, name, Math.min(pos - 1, text.length), reasonIn(message))]);
  }
}

/** Counted here: the parser's own columns are off by one from the second line on. */
function describe(text: string, name: string, offset: number, reason: string): string {
  const before = text.slice(0, offset).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  return `${name}, line ${line}, column ${column}: ${reason}${picture(text.split('\n')[line - 1] ?? '', column)}`;
}

/** The line with a mark below the place; without a mark where something had to be hidden, as it would point elsewhere. */
function picture(line: string, column: number): string {
  const shown = masked(line).trimEnd();
  if (shown === '') return '';
  const mark = masked(line) === line ? `\n    ${indentUnder(line, column)}^` : '';
  return `\n    ${shown}${mark}`;
}

/** The parser's own message without its picture of the place, with characters shown instead of their numbers. */
function reasonIn(message: string): string {
  const sentence = message.replace(/ at row \d+, col \d+, pos \d+:[\s\S]*$/, '');
  const readable = sentence.replace(/(?:: | )"?(\d+)"?$/, (_, code: string) => ` ${JSON.stringify(charOf(code))}`);
  return readable.charAt(0).toLowerCase() + readable.slice(1);
}

const charOf = (code: string): string => String.fromCodePoint(Number(code));

/** Tabs stay tabs, so that the mark stands below the place in a terminal too. */
function indentUnder(line: string, column: number): string {
  return line
    .slice(0, column - 1)
    .replace(/[^\t]/g, ' ')
    .padEnd(column - 1);
}
