/** As much of a Database as it takes to know whether it has changed. */
export interface Versioned {
  dataVersion(): number;
}

/** Of small rows, some megabytes; those beyond are read again each time. */
const MOST_KEPT = 10_000;

/**
 * Rows that were read once, by a key, and are kept until anything at all is committed to their database, by whatever
 * process: nobody has to think of telling this class, and what it answers is never older than what a statement would.
 * For rows that are asked for far more often than their database is written to. What was not found is read again, as
 * strangers choose the keys.
 */
export class KeptReads<Row> {
  readonly #kept = new Map<string, Row>();
  #version: number | undefined;

  constructor(
    private readonly database: Versioned,
    private readonly read: (key: string) => Promise<Row | undefined>,
  ) {}

  async find(key: string): Promise<Row | undefined> {
    const version = this.database.dataVersion();
    if (version !== this.#version) {
      this.#version = version;
      this.#kept.clear();
    }
    return this.#kept.get(key) ?? (await this.#readAndKeep(key, version));
  }

  async #readAndKeep(key: string, version: number): Promise<Row | undefined> {
    const row = await this.read(key);
    const isStillSo = version === this.#version && version === this.database.dataVersion();
    if (row !== undefined && isStillSo && this.#kept.size < MOST_KEPT) this.#kept.set(key, row);
    return row;
  }
}
