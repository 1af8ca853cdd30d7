import { type JobParameters } from '@pezzottify/contracts';
import { IsObject, IsOptional } from 'class-validator';

/** The body of a trigger, which may be left out. */
export class TriggerDto {
  @IsOptional()
  @IsObject()
  parameters?: JobParameters | null;
}
