/** Where the lines of a prompt come from. */
export interface PromptLines {
  /** The next line; undefined when there are no more, or the person leaves. */
  next(): Promise<string | undefined>;
  /** Offered again by the history. */
  remember(line: string): void;
  /** Shown nowhere and remembered nowhere. `isOnInput`: it is known to be the next line. Undefined: the person leaves. */
  secret(question: string, isOnInput: boolean): Promise<string | undefined>;
  /** True where nobody can be asked; undefined: the person leaves. */
  confirm(question: string): Promise<boolean | undefined>;
  close(): void;
}
