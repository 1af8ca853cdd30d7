import {
  CodedError,
  MAX_PARAMETERS_LENGTH,
  ShapeInvalidError,
  validate,
  type JobDeclaration,
  type JobParameters,
} from '@pezzottify/contracts';

/** Judges what an admin wants to hand a run by the schema the job was announced with, before anything is written. */
export function requireParameters({ id, parameters: schema }: JobDeclaration, parameters: JobParameters): void {
  if (Object.keys(parameters).length === 0) return;
  if (!schema) throw refused(`the job "${id}" takes none`);
  if (JSON.stringify(parameters).length > MAX_PARAMETERS_LENGTH)
    throw refused(`too long; allowed: ${MAX_PARAMETERS_LENGTH} characters of JSON`);
  try {
    validate('parameters', schema, parameters);
  } catch (error) {
    if (error instanceof ShapeInvalidError) throw refused(error.problems.join('; '));
    throw error;
  }
}

const refused = (reason: string): CodedError => new CodedError('INVALID_VALUE', `parameters: ${reason}`);
