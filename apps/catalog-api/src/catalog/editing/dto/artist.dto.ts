import { type ArtistEdit } from '../entity-edits.js';
import { IsActivityPeriods, IsId, IsName, IsOptionalId, IsTextList } from './fields.js';

export class ArtistDto implements ArtistEdit {
  @IsName()
  name: string;

  @IsTextList()
  genres: string[];

  @IsActivityPeriods()
  activity_periods: ArtistEdit['activity_periods'];

  @IsOptionalId()
  display_image_id?: string | null;
}

export class NewArtistDto extends ArtistDto {
  @IsId()
  id: string;
}
