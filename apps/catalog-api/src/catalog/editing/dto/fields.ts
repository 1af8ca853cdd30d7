import { applyDecorators } from '@nestjs/common';
import { HasIdLength } from '@pezzottify/http-edge';
import { Transform } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { mediaUriProblem } from '../../../streaming/media-uri.js';
import { activityPeriodOf } from './activity-period.js';

/** Names are indexed by every three letters of theirs and sent with every list. */
const LONGEST_TEXT = 2000;
const LARGEST_INT = 2_147_483_647;
/** The first second of the year 1 and the last of the year 9999. */
const [FIRST_INSTANT, LAST_INSTANT] = [-62_135_596_800, 253_402_300_799];

const NotBlank = () => Matches(/\S/, { message: '$property must not be blank' });

export const IsId = () => applyDecorators(IsString(), NotBlank(), HasIdLength());

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

/** What is no period stays as it was sent, to be refused. */
const asStored = (periods: unknown): unknown =>
  Array.isArray(periods) ? periods.map((sent: unknown) => activityPeriodOf(sent) ?? sent) : periods;

export const IsActivityPeriods = () =>
  applyDecorators(
    Transform(({ value }) => asStored(value)),
    IsArray(),
    ValidateBy({
      name: 'isActivityPeriods',
      validator: {
        validate: (value) => Array.isArray(value) && value.every((period) => activityPeriodOf(period) !== undefined),
        defaultMessage: () =>
          '$property must hold only {"Decade": year} and {"Timespan": {"start_year": year, "end_year": year or null}}',
      },
    }),
  );
