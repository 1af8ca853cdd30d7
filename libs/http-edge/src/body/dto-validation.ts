import { CodedError, type ErrorCode } from '@pezzottify/contracts';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';

export type DtoClass<Dto extends object> = new () => Dto;

const MAX_PROBLEMS = 5;
/**
 * Keys and list elements at any depth. Transforming and validating take microseconds for each, in one go: two mebibytes of
 * single letters would hold up every other request for seconds.
 */
const MAX_VALUES = 10_000;

/**
 * The body as an instance of its DTO class. Keys the class does not declare are dropped; nothing is converted: the text
 * "7" is not a number. A refusal names each field and what is allowed for it, not the value, which may be a password.
 */
export function toDto<Dto extends object>(dto: DtoClass<Dto>, body: unknown, invalid: ErrorCode): Dto {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new CodedError(invalid, 'the body must be a JSON object');
  }
  const declared = declaredOnly(dto, body);
  if (holdsMoreThan(declared, MAX_VALUES)) {
    throw new CodedError(invalid, `the body holds too many values; allowed: ${MAX_VALUES}`);
  }
  const instance = plainToInstance(dto, declared);
  const errors = validateSync(instance, { whitelist: true, forbidUnknownValues: false });
  if (errors.length > 0) throw new CodedError(invalid, problemsOf(errors).slice(0, MAX_PROBLEMS).join('; '));
  return instance;
}

function declaredOnly(dto: DtoClass<object>, body: object): Record<string, unknown> {
  const declared = declaredKeys(dto);
  return Object.fromEntries(Object.entries(body).filter(([key]) => declared.has(key)));
}

function holdsMoreThan(root: object, limit: number): boolean {
  let values = 0;
  const pending: unknown[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const parts: unknown[] = Object.values(next);
    values += parts.length;
    if (values > limit) return true;
    pending.push(...parts);
  }
  return false;
}

const known = new WeakMap<DtoClass<object>, ReadonlySet<string>>();

function declaredKeys(dto: DtoClass<object>): ReadonlySet<string> {
  const present = known.get(dto);
  if (present) return present;
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  const keys = new Set(metadata.map(({ propertyName }) => propertyName));
  known.set(dto, keys);
  return keys;
}

/** One for each field: of what is of the wrong kind nobody asks how long it is, or what it holds. */
function problemsOf(errors: readonly ValidationError[], parent = ''): string[] {
  return errors.flatMap(({ property, value, constraints = {}, children = [] }) => {
    const path = `${parent}${property}`;
    const [first] = kindsFirst(constraints).map((message) => nameField(message, property, path));
    if (first === undefined) return problemsOf(children, `${path}.`);
    return value === undefined ? first.replace(`${path} `, `${path} is missing, `) : first;
  });
}

/** What the value must be (`isString`; a list before what is in it) comes before how long or great it may be. */
function kindsFirst(constraints: Readonly<Record<string, string>>): string[] {
  const rank = (rule: string): number =>
    rule === 'isArray' ? 0 : rule.startsWith('is') && rule !== 'isLength' ? 1 : 2;
  const byKind = Object.entries(constraints).sort(([a], [b]) => rank(a) - rank(b));
  return byKind.map(([, message]) => message);
}

/** class-validator begins its messages with the bare property name; a nested one needs its path. */
function nameField(message: string, property: string, path: string): string {
  return message.startsWith(`${property} `) ? `${path}${message.slice(property.length)}` : `${path}: ${message}`;
}
