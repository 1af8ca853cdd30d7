/** As much of a Database as it takes to know whether it has changed. */
export interface Versioned {
  dataVersion(): number;
}

/** Of small rows, some megabytes. */
const MOST_KEPT = 10_000;

/**
 * What was read once, by a key, and is kept until anything at all is committed to its database, by whatever process:
 * nobody has to think of telling this class, and what it answers is never older than what a statement would. For what is
 * asked for far more often than its database is written to. What was not found is read again, as strangers choose the
 * keys.
 */
export class KeptReads<Row> {
  readonly #kept = new Map<string, Row>();
  #version: number | undefined;

  /** Keeps `most`; the one read first makes room. */
  constructor(
    private readonly database: Versioned,
    private readonly most = MOST_KEPT,
  ) {}

  async find<Found extends Row | undefined>(key: string, read: () => Promise<Found>): Promise<Row | Found> {
    const version = this.database.dataVersion();
    if (version !== this.#version) {
      this.#version = version;
      this.#kept.clear();
    }
    return this.#kept.get(key) ?? (await this.#readAndKeep(key, version, read));
  }

  async #readAndKeep<Found extends Row | undefined>(
    key: string,
    version: number,
    read: () => Promise<Found>,
  ): Promise<Found> {
    const row = await read();
    const isStillSo = version === this.#version && version === this.database.dataVersion();
    if (row !== undefined && isStillSo) this.#keep(key, row);
    return row;
  }

  #keep(key: string, row: Row): void {
    const [first] = this.#kept.keys();
    if (first !== undefined && this.#kept.size >= this.most) this.#kept.delete(first);
    this.#kept.set(key, row);
  }
}
