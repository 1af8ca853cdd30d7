/** An escape that may be half of a surrogate pair. */
const MAY_BE_HALF = /\\u[dD][89a-fA-F]/;

/** A string that no encoding can carry. */
export class IllFormedTextError extends SyntaxError {
  constructor() {
    super('a text holds half of a surrogate pair');
    this.name = 'IllFormedTextError';
  }
}

/**
 * The value of JSON text that a stranger wrote. Throws SyntaxError, also where a string or a key holds half of a surrogate
 * pair (RFC 8259, section 8.2): databases and files store another text in its place, so that what is kept is no longer
 * what was compared and measured.
 */
export function parseJson(text: string): unknown {
  return MAY_BE_HALF.test(text) ? JSON.parse(text, refuseHalves) : JSON.parse(text);
}

function refuseHalves(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) throw new IllFormedTextError();
  return value;
}
