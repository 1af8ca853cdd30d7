import { ApiProperty } from '@pezzottify/http-edge';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { SEARCH_TYPES, type SearchType } from '../storage/catalog/search-blocks.js';

const MAX_QUERY = 256;
const MAX_FILTERS = 30;

/** Body of the content search. */
export class SearchRequest {
  @ApiProperty({ description: 'Blank finds nothing', example: 'night bus' })
  @IsString()
  @MaxLength(MAX_QUERY)
  query: string;

  @ApiProperty({ required: false, default: false, description: 'Whether results are given in full' })
  @ValidateIf((_request, value) => value !== undefined)
  @IsBoolean()
  resolve?: boolean;

  @ApiProperty({ description: 'Null or missing: everything; empty: nothing' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_FILTERS)
  @IsIn(SEARCH_TYPES, { each: true })
  filters?: SearchType[] | null;

  get isResolved(): boolean {
    return this.resolve ?? false;
  }

  /** No filters: everything; an empty list: nothing. */
  get types(): readonly SearchType[] {
    return this.filters ?? SEARCH_TYPES;
  }
}
