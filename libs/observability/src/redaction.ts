/** Written in place of every secret. */
export const REDACTED = '[redacted]';

const SECRET_NAME = /token|passw|secret|authorization|cookie|credential|api[-_]?key/i;

/** Is this the name of something that must not be written down (header, JSON key, query parameter)? */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * `name: value`, `name=value` and `"name":"value"`, also with the escaped quotes of JSON inside JSON. The bounded
 * repetitions keep the pattern linear: a request path is chosen by strangers. What is redacted already stays as it is.
 */
const SECRET_PAIR = new RegExp(
  String.raw`((?:token|passw|secret|authorization|cookie|credential|api[-_]?key)[\w-]{0,40}\\{0,4}["']?\s{0,4}[=:]\s{0,4})(?!\\*["']?\[redacted\])` +
    String.raw`(?:\\+"[^"]*"?|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:(?:Bearer|Basic)\s{1,4})?[^\s"'&;,}\])]+)`,
  'gi',
);
const BEARER = /\b(Bearer|Basic)\s{1,4}[\w.~+/=-]+/gi;
/** The shape of a session token. A SHA-256 in hexadecimal has the same length and is no secret. */
const SESSION_TOKEN = /(?<![A-Za-z0-9])(?![0-9a-f]{64}(?![A-Za-z0-9]))[A-Za-z0-9]{64}(?![A-Za-z0-9])/g;
const URL_CREDENTIALS = /(:\/\/)[^\s/@]{1,512}@/g;

/** Replaces the secrets that free text can hold: pairs with a secret name, bearer tokens, session tokens, url passwords. */
export function redact(text: string): string {
  return text
    .replace(SECRET_PAIR, `$1${REDACTED}`)
    .replace(BEARER, `$1 ${REDACTED}`)
    .replace(SESSION_TOKEN, REDACTED)
    .replace(URL_CREDENTIALS, `$1${REDACTED}@`);
}

/** The same for a request target. Parameter names are decoded first: `p%61ssword=x` is a password too. */
export function redactUrl(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return redact(url);
  const query = url
    .slice(start + 1)
    .split('&')
    .map(redactParameter)
    .join('&');
  return `${redact(url.slice(0, start))}?${query}`;
}

function redactParameter(parameter: string): string {
  const [name = ''] = parameter.split('=', 1);
  return isSecretName(decoded(name)) ? `${name}=${REDACTED}` : redact(parameter);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type HeaderValue = string | number | readonly string[] | undefined;

/** A copy of the headers fit for the log. */
export function redactHeaders(headers: Readonly<Record<string, HeaderValue>>): Record<string, unknown> {
  return redactValue(headers) as Record<string, unknown>;
}

const MAX_DEPTH = 12;

/**
 * A copy of `value` for the log: what stands under a secret name is replaced at every depth, text elsewhere goes
 * through {@link redact}. Booleans and nulls stay, they only say whether there is something.
 */
export function redactValue(value: unknown): unknown {
  return copy(value, []);
}

function copy(value: unknown, parents: readonly object[]): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (parents.includes(value)) return '[circular]';
  if (parents.length >= MAX_DEPTH) return '[too deep]';
  return copyObject(value, [...parents, value]);
}

function copyObject(value: object, parents: readonly object[]): unknown {
  if (value instanceof Error) return copyError(value, parents);
  if (Array.isArray(value)) return value.map((item) => copy(item, parents));
  if (hasJsonForm(value)) return copy(value.toJSON(), parents);
  const entries = Object.entries(value).map(([key, item]) => [key, copyEntry(key, item, parents)]);
  return Object.fromEntries(entries) as unknown;
}

function hasJsonForm(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function copyEntry(key: string, value: unknown, parents: readonly object[]): unknown {
  if (!isSecretName(key)) return copy(value, parents);
  return typeof value === 'boolean' || value === null || value === undefined ? value : REDACTED;
}

/** Own enumerable properties of an error (`code`, `errno`, …) come along; `cause` is not enumerable and is named. */
function copyError(error: Error, parents: readonly object[]): Record<string, unknown> {
  const own = Object.entries(error).map(([key, item]) => [key, copyEntry(key, item, parents)]);
  return {
    type: error.name,
    message: redact(error.message),
    stack: redact(error.stack ?? ''),
    ...(Object.fromEntries(own) as Record<string, unknown>),
    ...(error.cause === undefined ? {} : { cause: copy(error.cause, parents) }),
  };
}
