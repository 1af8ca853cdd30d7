import { type AsyncLocalStorage } from 'node:async_hooks';
import { Turns } from '../connection/turns.js';
import { WriteOutsideGateError } from '../persistence.errors.js';
import { type SqlParams, type StatementResult, type WriteTransaction } from '../sql.js';
import { type WriterTransaction } from './writer-transaction.js';

export type UnitContext = AsyncLocalStorage<UnitOfWork>;

/**
 * What one call of Database.write may do. Nested calls become children with a savepoint of their own: a child that fails
 * undoes its own part, and its caller decides whether to go on.
 */
export class UnitOfWork implements WriteTransaction {
  readonly #transaction: WriterTransaction;
  readonly #context: UnitContext;
  readonly #parent: UnitOfWork | undefined;
  /** Own statements and children take turns: a statement inside a child's savepoint would vanish with the child. */
  readonly #members = new Turns(1);
  #callbacks: (() => void)[] = [];
  #hasEnded = false;

  constructor(transaction: WriterTransaction, context: UnitContext, parent?: UnitOfWork) {
    this.#transaction = transaction;
    this.#context = context;
    this.#parent = parent;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get callbacks(): readonly (() => void)[] {
    return this.#callbacks;
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    return this.#inTurn(() => this.#transaction.all<Row>(sql, params));
  }

  async get<Row>(sql: string, params?: SqlParams): Promise<Row | undefined> {
    return (await this.all<Row>(sql, params))[0];
  }

  run(sql: string, params?: SqlParams): Promise<StatementResult> {
    return this.#inTurn(() => this.#transaction.run(sql, params));
  }

  afterCommit(callback: () => void): void {
    this.#assertOpen();
    this.#callbacks.push(callback);
  }

  /** Runs `work` as this unit and waits for whatever it left running, so that the unit ends as one. */
  async perform<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    try {
      return await this.#context.run(this, () => work(this));
    } finally {
      await this.#members.run(() => {
        this.#hasEnded = true;
        return Promise.resolve();
      });
    }
  }

  /** A nested Database.write. */
  join<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const child = new UnitOfWork(this.#transaction, this.#context, this);
      const value = await this.#transaction.asPart(() => child.perform(work));
      this.#callbacks.push(...child.callbacks);
      return value;
    });
  }

  #inTurn<T>(member: () => Promise<T>): Promise<T> {
    // From inside a child of this unit, waiting for the child to end would wait for ever: it is the child's own doing.
    const current = this.#context.getStore();
    if (current?.isWithin(this)) return current.#inTurn(member);
    return this.#members.run(() => {
      this.#assertOpen();
      return member();
    });
  }

  /** True for a unit that is running inside `ancestor`, at any depth. */
  isWithin(ancestor: UnitOfWork): boolean {
    if (this.#hasEnded || !this.#parent) return false;
    return this.#parent === ancestor || this.#parent.isWithin(ancestor);
  }

  #assertOpen(): void {
    if (this.#hasEnded) throw new WriteOutsideGateError('A transaction was used after its unit of work had ended');
  }
}
