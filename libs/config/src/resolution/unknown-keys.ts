import { type TomlTree } from '../file/toml-text.js';
import { nearest } from '../schema/nearest.js';
import { type Section } from '../schema/schema.js';
import { isTable, kindOf, wrongKind } from '../schema/value-words.js';

/** Keys and tables of the file that the schema does not know, and tables that are no tables, each with what was meant. */
export function unknownKeys(schema: readonly Section[], file: TomlTree): string[] {
  const known = new KnownKeys(schema);
  return Object.entries(file).flatMap(([name, value]) => {
    if (known.topTables.includes(name)) return inTable(known, name, value);
    return known.topLevel.includes(name) ? [] : [unknownAtTop(known, name, value)];
  });
}

class KnownKeys {
  readonly tables: readonly string[];
  readonly topTables: readonly string[];
  readonly topLevel: readonly string[];
  private readonly keysByTable: ReadonlyMap<string | null, readonly string[]>;

  constructor(schema: readonly Section[]) {
    const grouped = Map.groupBy(schema, ({ table }) => table);
    const keysOf = (sections: readonly Section[]): string[] =>
      sections.flatMap(({ settings }) => Object.keys(settings));
    this.keysByTable = new Map([...grouped].map(([table, sections]) => [table, keysOf(sections)]));
    this.tables = [...grouped.keys()].filter((table) => table !== null);
    this.topTables = this.tables.filter((table) => !table.includes('.'));
    this.topLevel = this.of(null);
  }

  of(table: string | null): readonly string[] {
    return this.keysByTable.get(table) ?? [];
  }

  /** Names of the tables in this one. */
  inside(table: string): readonly string[] {
    const prefix = `${table}.`;
    return this.tables.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
  }

  /** The table that has a key of exactly this name. */
  tableWith(name: string): string | undefined {
    return this.tables.find((table) => this.of(table).includes(name));
  }
}

function inTable(known: KnownKeys, table: string, value: unknown): string[] {
  if (!isTable(value)) {
    const is =
      Array.isArray(value) && kindOf(value) === 'list of tables' ? `is written [[${table}]]` : wrongKind(value);
    return [`${table}: ${is}, must be a table: [${table}]`];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    if (known.inside(table).includes(name)) return inTable(known, `${table}.${name}`, inner);
    if (known.of(table).includes(name)) return [];
    return [`${table}.${shown(name)}: unknown ${noun(inner)}, ${insteadOf(known, table, name, inner)}`];
  });
}

/** A top-level key below a table's heading belongs to that table in TOML: the commonest mistake, worth its own words. */
function insteadOf(known: KnownKeys, table: string, name: string, value: unknown): string {
  const tables = known.inside(table);
  if (isTable(value) && tables.length > 0) return nearest(name, tables).phrase;
  if (known.topLevel.includes(name)) return `"${name}" belongs above the first [table] of the file`;
  const own = nearest(name, known.of(table));
  const elsewhere = known.tableWith(name);
  if (elsewhere !== undefined && !own.isClose) return `did you mean "${elsewhere}.${name}"?`;
  return own.phrase;
}

function unknownAtTop(known: KnownKeys, name: string, value: unknown): string {
  const home = known.tableWith(name);
  if (isTable(value)) return `${shown(name)}: unknown table, ${nearest(name, known.topTables).phrase}`;
  const phrase = home === undefined ? nearest(name, known.topLevel).phrase : `did you mean "${home}.${name}"?`;
  return `${shown(name)}: unknown key, ${phrase}`;
}

function noun(value: unknown): string {
  return isTable(value) ? 'table' : 'key';
}

/** Names that TOML has to quote are quoted here too: a stray space would be invisible otherwise. */
function shown(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : JSON.stringify(name);
}
