import { applyDecorators } from '@nestjs/common';
import { MAX_ID_LENGTH } from '@pezzottify/contracts';
import { IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { mediaUriProblem } from '../../../streaming/media-uri.js';

/** Names are indexed by every three letters of theirs and sent with every list. */
const LONGEST_TEXT = 2000;
const LARGEST_INT = 2_147_483_647;
/** The first second of the year 1 and the last of the year 9999. */
const [FIRST_INSTANT, LAST_INSTANT] = [-62_135_596_800, 253_402_300_799];

const NotBlank = () => Matches(/\S/, { message: '$property must not be blank' });

export const IsId = () => applyDecorators(IsString(), NotBlank(), MaxLength(MAX_ID_LENGTH));

/** Null or missing: none. */
export const IsOptionalId = () => applyDecorators(IsOptional(), IsId());

export const IsName = () => applyDecorators(IsString(), NotBlank(), MaxLength(LONGEST_TEXT));

export const IsOptionalText = () => applyDecorators(IsOptional(), IsString(), MaxLength(LONGEST_TEXT));

export const IsTextList = () =>
  applyDecorators(IsArray(), IsString({ each: true }), MaxLength(LONGEST_TEXT, { each: true }));

export const IsWord = (words: readonly string[]) => IsIn(words);

export const IsNumberFrom = (min: number, max = LARGEST_INT) => applyDecorators(IsInt(), Min(min), Max(max));

export const IsOptionalInstant = () => applyDecorators(IsOptional(), IsInt(), Min(FIRST_INSTANT), Max(LAST_INSTANT));

export const IsOptionalDuration = () => applyDecorators(IsOptional(), IsNumberFrom(0));

/** Relative to the media root, with no way out of it. */
export const IsMediaUri = () =>
  applyDecorators(
    IsString(),
    MaxLength(LONGEST_TEXT),
    ValidateBy({
      name: 'isMediaUri',
      validator: {
        validate: (value) => typeof value === 'string' && mediaUriProblem(value) === undefined,
        defaultMessage: (failed) => {
          const problem = typeof failed?.value === 'string' ? mediaUriProblem(failed.value) : undefined;
          return `$property ${problem ?? 'is not a text'}; it must be a path below the media folder`;
        },
      },
    }),
  );

const isYear = (value: unknown): boolean => Number.isInteger(value) && Math.abs(Number(value)) <= 9999;

const isObjectOf = (value: unknown, key: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === key;

function isActivityPeriod(value: unknown): boolean {
  if (isObjectOf(value, 'Decade')) return isYear(value.Decade);
  if (!isObjectOf(value, 'Timespan')) return false;
  const { start_year: start, end_year: end = null } = Object(value.Timespan) as Record<string, unknown>;
  return isYear(start) && (end === null || (isYear(end) && Number(end) >= Number(start)));
}

export const IsActivityPeriods = () =>
  applyDecorators(
    IsArray(),
    ValidateBy({
      name: 'isActivityPeriods',
      validator: {
        validate: (value) => Array.isArray(value) && value.every(isActivityPeriod),
        defaultMessage: () =>
          '$property must hold only {"Decade": year} and {"Timespan": {"start_year": year, "end_year": year or null}}',
      },
    }),
  );
