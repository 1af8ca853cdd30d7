import { describe, expect, it } from '@jest/globals';
import * as Swagger from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { describeDto } from './describe-dto.js';

class Part {
  @Swagger.ApiProperty()
  key: string;
}

class Sample {
  @IsString()
  @MaxLength(5)
  name: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  rank: number | null;

  @IsIn(['a', 'b'])
  word: string;

  @IsArray()
  @ArrayMaxSize(3)
  @IsString({ each: true })
  ids: string[];

  @Swagger.ApiProperty({ description: 'written by hand' })
  @IsString()
  @MaxLength(7)
  own: string;

  @Swagger.ApiProperty({ type: [Part] })
  @IsArray()
  parts: Part[];
}

describe('describeDto', () => {
  describeDto(Swagger, Sample);
  const of = (name: string): unknown => Reflect.getMetadata('swagger/apiModelProperties', Sample.prototype, name);

  it('says in the API description what validation demands', () => {
    expect(of('name')).toMatchObject({ type: 'string', maxLength: 5, required: true, nullable: false });
    expect(of('rank')).toMatchObject({ type: 'integer', minimum: 1, required: false, nullable: true });
    expect(of('word')).toMatchObject({ type: 'string', enum: ['a', 'b'] });
    expect(of('ids')).toMatchObject({ type: 'array', maxItems: 3, items: { type: 'string' } });
  });

  it('adds it to what is described by hand, which wins', () => {
    expect(of('own')).toMatchObject({ description: 'written by hand', type: 'string', maxLength: 7 });
    expect(of('parts')).toMatchObject({ type: Part, isArray: true, required: true });
    expect(of('parts')).not.toHaveProperty('items');
  });
});
