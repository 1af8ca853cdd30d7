/** What one of the five fields may hold. Names count from `min`, in three letters, any case. */
export interface CronFieldKind {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Where `*` and an open range end, if not at `max`: Sunday is both 0 and 7, and a step must not meet it twice. */
  readonly last?: number;
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const CRON_FIELDS: readonly CronFieldKind[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 7, last: 6, names: DAYS },
];

export type FieldResult =
  { kind: 'ok'; values: ReadonlySet<number> } | { kind: 'wrong'; offset: number; reason: string };

class PartWrongError extends Error {}

/** Reads one field: a list of `*`, values and ranges, each with an optional `/step`. `offset` counts within the field. */
export function parseCronField(text: string, kind: CronFieldKind): FieldResult {
  const values = new Set<number>();
  let offset = 0;
  for (const part of text.split(',')) {
    try {
      for (const value of valuesOfPart(part, kind)) values.add(value);
    } catch (error) {
      if (!(error instanceof PartWrongError)) throw error;
      return { kind: 'wrong', offset, reason: error.message };
    }
    offset += part.length + 1;
  }
  return { kind: 'ok', values };
}

function valuesOfPart(part: string, kind: CronFieldKind): number[] {
  const [range = '', stepText, ...rest] = part.split('/');
  if (rest.length > 0) throw new PartWrongError(`"${part}" has more than one step`);
  const step = stepText === undefined ? 1 : stepOf(stepText, part, kind);
  const [first, last] = boundsOf(range, stepText !== undefined, kind);
  const values = [];
  for (let value = first; value <= last; value += step) values.push(value);
  return values;
}

function stepOf(text: string, part: string, kind: CronFieldKind): number {
  const step = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (step < 1 || step > kind.max) throw new PartWrongError(`the step of "${part}" must be 1 to ${kind.max}`);
  return step;
}

function boundsOf(range: string, hasStep: boolean, kind: CronFieldKind): [number, number] {
  const end = kind.last ?? kind.max;
  if (range === '*') return [kind.min, end];
  const [from = '', to, ...rest] = range.split('-');
  if (rest.length > 0) throw new PartWrongError(`"${range}" is not a range`);
  const first = valueOf(from, kind);
  if (to === undefined) return [first, hasStep ? end : first];
  const isUntilSunday = kind.names === DAYS && to.toLowerCase() === 'sun' && first > 0;
  const last = isUntilSunday ? kind.max : valueOf(to, kind);
  if (first > last) throw new PartWrongError(`the range "${range}" ends before it begins`);
  return [first, last];
}

function valueOf(text: string, kind: CronFieldKind): number {
  const named = kind.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + (kind.names === MONTHS ? 1 : 0);
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= kind.min && value <= kind.max) return value;
  const names = kind.names ? ` or ${kind.names.join(' ')}` : '';
  throw new PartWrongError(`"${text}" is no ${kind.name}; allowed: ${kind.min} to ${kind.max}${names}`);
}
