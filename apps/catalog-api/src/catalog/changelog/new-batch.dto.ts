import { IsOptional, IsString, MaxLength } from 'class-validator';

const LONGEST_NAME = 2000;
const LONGEST_DESCRIPTION = 20_000;

export class NewBatchDto {
  @IsString()
  @MaxLength(LONGEST_NAME)
  name: string;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_DESCRIPTION)
  description?: string | null;
}
