import { UsageError } from '../usage.error.js';

export type Quote = "'" | '"' | undefined;

/** A line taken apart as a shell does it. */
export interface SplitLine {
  /** The words that are complete: something follows them. */
  readonly words: readonly string[];
  /** The word at the end, if the line does not end between words. */
  readonly last: LastWord | undefined;
}

export interface LastWord {
  readonly text: string;
  /** As it is typed, with its quotes. */
  readonly typed: string;
  /** The quote that is still open. */
  readonly openQuote: Quote;
}

/** One character of the line, or an escaped one, in the state left by those before it. */
const PIECE = /\\[\s\S]|[\s\S]/gu;
const BLANK = /^\s$/u;

/**
 * Words are separated by blanks; '…' takes everything as it is, "…" and bare words know the backslash. A backslash inside
 * "…" is one unless it stands before " or another.
 */
export function splitLine(line: string): SplitLine {
  const splitter = new Splitter();
  // Inside '…' a backslash is a character like any other: the piece that begins with it is then two.
  for (const piece of line.match(PIECE) ?? []) splitter.take(piece);
  return splitter.end();
}

/** The words of a whole line; throws UsageError when a quote is not closed. */
export function wordsOf(line: string): string[] {
  const { words, last } = splitLine(line);
  if (!last) return [...words];
  if (last.openQuote !== undefined) throw new UsageError(`a quote (${last.openQuote}) is not closed`);
  return [...words, last.text];
}

class Splitter {
  private readonly words: string[] = [];
  private text = '';
  private typed = '';
  private quote: Quote;

  take(piece: string): void {
    if (piece.length > 1 && piece.startsWith('\\')) this.takeEscaped(piece.slice(1), piece);
    else this.takeCharacter(piece);
  }

  end(): SplitLine {
    const last = this.typed === '' ? undefined : { text: this.text, typed: this.typed, openQuote: this.quote };
    return { words: this.words, last };
  }

  private takeEscaped(character: string, piece: string): void {
    if (this.quote === "'") {
      for (const one of piece) this.takeCharacter(one);
      return;
    }
    const isPlain = this.quote === '"' && character !== '"' && character !== '\\';
    this.text += isPlain ? piece : character;
    this.typed += piece;
  }

  private takeCharacter(character: string): void {
    if (this.quote === undefined && BLANK.test(character)) {
      this.endWord();
      return;
    }
    this.typed += character;
    if (character === this.quote) this.quote = undefined;
    else if (this.quote === undefined && (character === '"' || character === "'")) this.quote = character;
    else this.text += character;
  }

  private endWord(): void {
    if (this.typed !== '') this.words.push(this.text);
    this.text = '';
    this.typed = '';
  }
}

const NEEDS_ESCAPE = /[\s'"\\]/gu;

/** The word as it has to be typed, inside the quote that is open already (none: with backslashes). */
export function written(word: string, openQuote?: Quote): string {
  if (openQuote === "'") return `'${word.replaceAll("'", `'\\''`)}'`;
  if (openQuote === '"') return `"${word.replace(/["\\]/g, '\\$&')}"`;
  return word === '' ? "''" : word.replace(NEEDS_ESCAPE, '\\$&');
}
