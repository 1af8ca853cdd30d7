import { type Reading, type ValueType } from './value-type.js';
import { quoted, wrongKind } from './value-words.js';

interface Range {
  readonly min: number;
  readonly max?: number;
}

/** A whole number in a closed range. */
export function integer({ min, max }: Range): ValueType<number> {
  const range = max === undefined ? `of ${min} or more` : `from ${min} to ${max}`;
  return numeric({
    allowed: `a whole number ${range}`,
    placeholder: '<number>',
    pattern: /^[+-]?\d+$/,
    fits: (value) => Number.isSafeInteger(value) && value >= min && value <= (max ?? Infinity),
  });
}

/** A number with or without fraction. */
export function decimal(range: { min: number } | { above: number }): ValueType<number> {
  const [words, fits] =
    'min' in range
      ? [`of ${range.min} or more`, (value: number) => value >= range.min]
      : [`above ${range.above}`, (value: number) => value > range.above];
  return numeric({
    allowed: `a number ${words}`,
    placeholder: '<number>',
    pattern: /^[+-]?\d+(\.\d+)?$/,
    fits: (value) => Number.isFinite(value) && fits(value),
  });
}

/** 0 lets the system choose a free one. */
export const port: ValueType<number> = {
  ...integer({ min: 0, max: 65_535 }),
  placeholder: '<port>',
};

interface Numeric {
  readonly allowed: string;
  readonly placeholder: string;
  readonly pattern: RegExp;
  readonly fits: (value: number) => boolean;
}

function numeric({ allowed, placeholder, pattern, fits }: Numeric): ValueType<number> {
  return {
    allowed,
    placeholder,
    fromText: (text) => (pattern.test(text.trim()) ? Number(text) : undefined),
    read: (value): Reading<number> => {
      if (typeof value === 'number' && fits(value)) return { value };
      const isNumber = typeof value === 'number' || typeof value === 'bigint';
      return { problem: `${isNumber ? `${quoted(value)} is not allowed` : wrongKind(value)}, must be ${allowed}` };
    },
  };
}
