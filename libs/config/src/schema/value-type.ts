/** What a value of the file or of a flag was read as. A problem completes the sentence that begins with the key. */
export type Reading<T> = { readonly value: T; readonly problem?: never } | { readonly problem: string };

/** One kind of value: how it is written, what is allowed, and how a refusal is worded. */
export interface ValueType<T> {
  /** Completes "must be …". */
  readonly allowed: string;
  /** Stands for the value in `--help`. */
  readonly placeholder: string;
  /** The text of a flag as the file would hold it; `undefined` when the text is not of this type at all. */
  fromText(text: string): unknown;
  /** Judges a value as the file holds it. */
  read(value: unknown): Reading<T>;
}
