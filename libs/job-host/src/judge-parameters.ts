import { ShapeInvalidError, validate, type JobDeclaration, type JobParameters } from '@pezzottify/contracts';
import { ParametersRequiredError } from './job-host.errors.js';
import { type Job } from './job.js';

/** What the scheduler is told of a job. A parameter with a misspelt name must not be ignored: only known ones pass. */
export const declarationOf = ({ declaration, parameters }: Job): JobDeclaration =>
  parameters ? { ...declaration, parameters: { ...parameters, additionalProperties: false } } : declaration;

/** Why a run cannot be given these parameters; undefined when it can. */
export function reasonAgainst(declaration: JobDeclaration, parameters: JobParameters): string | undefined {
  const { id, parameters: schema } = declaration;
  if (!schema) return Object.keys(parameters).length === 0 ? undefined : `the job "${id}" takes no parameters`;
  try {
    validate('parameters', schema, parameters);
    return undefined;
  } catch (error) {
    if (error instanceof ShapeInvalidError) return error.message;
    throw error;
  }
}

/** A mistake of composition: the runs of a schedule would all be refused. */
export function requireOptionalParameters(job: Job): void {
  const reason = reasonAgainst(declarationOf(job), {});
  if (reason !== undefined) throw new ParametersRequiredError(job.declaration.id, reason);
}
