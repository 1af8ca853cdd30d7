import { ARTIST_ROLES, type ArtistRole, TRACK_FORMATS, type TrackFormat } from '@pezzottify/contracts';
import { IsObjectList } from '@pezzottify/http-edge';
import { ArrayUnique, IsBoolean, ValidateIf } from 'class-validator';
import { type CreditEdit, type TrackEdit } from '../entity-edits.js';
import {
  IsId,
  IsMediaUri,
  IsName,
  IsNumberFrom,
  IsOptionalDuration,
  IsOptionalText,
  IsTextList,
  IsWord,
} from './fields.js';

class CreditDto implements CreditEdit {
  @IsId()
  artist_id: string;

  @IsWord(ARTIST_ROLES)
  role: ArtistRole;
}

export class TrackDto implements TrackEdit {
  @IsName()
  name: string;

  @IsId()
  album_id: string;

  @IsNumberFrom(1)
  disc_number: number;

  @IsNumberFrom(1)
  track_number: number;

  @IsOptionalDuration()
  duration_secs?: number | null;

  @IsBoolean()
  is_explicit: boolean;

  @IsMediaUri()
  audio_uri: string;

  @IsWord(TRACK_FORMATS)
  format: TrackFormat;

  @IsTextList()
  tags: string[];

  @IsBoolean()
  has_lyrics: boolean;

  @ValidateIf((track: TrackDto) => track.languages !== undefined || track.language_of_performance === undefined)
  @IsTextList()
  languages?: string[];

  @ValidateIf((track: TrackDto) => track.languages === undefined && track.language_of_performance !== undefined)
  @IsTextList()
  language_of_performance?: string[];

  @IsOptionalText()
  original_title?: string | null;

  @IsOptionalText()
  version_title?: string | null;

  @ValidateIf(({ artists: given }: TrackDto) => given !== undefined)
  @IsObjectList(() => CreditDto)
  @ArrayUnique((credit: CreditDto | null) => `${credit?.role} ${credit?.artist_id}`, {
    message: '$property must not name an artist twice in one role',
  })
  artists?: CreditDto[];
}

export class NewTrackDto extends TrackDto {
  @IsId()
  id: string;
}
