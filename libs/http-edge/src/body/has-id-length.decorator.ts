import { isPossibleId, MAX_ID_LENGTH } from '@pezzottify/contracts';
import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * A text of 1 to 256 characters, counted as in paths: `Length` of class-validator takes a character and the selector of
 * its form for one.
 */
export const HasIdLength = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      // The name of the rule with these words in the API description.
      name: 'isLength',
      constraints: [1, MAX_ID_LENGTH],
      validator: {
        validate: (value) => typeof value === 'string' && isPossibleId(value),
        defaultMessage: buildMessage((each) => `${each}$property must have 1 to ${MAX_ID_LENGTH} characters`, options),
      },
    },
    options,
  );
