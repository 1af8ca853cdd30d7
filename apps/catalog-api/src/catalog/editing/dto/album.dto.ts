import { ALBUM_TYPES, type AlbumType } from '@pezzottify/contracts';
import { ArrayUnique, ValidateIf } from 'class-validator';
import { type AlbumEdit } from '../entity-edits.js';
import { IsId, IsName, IsOptionalId, IsOptionalInstant, IsOptionalText, IsTextList, IsWord } from './fields.js';

export class AlbumDto implements AlbumEdit {
  @IsName()
  name: string;

  @IsWord(ALBUM_TYPES)
  album_type: AlbumType;

  @IsOptionalText()
  label?: string | null;

  @IsOptionalInstant()
  date?: number | null;

  @IsOptionalInstant()
  release_date?: number | null;

  @IsTextList()
  genres: string[];

  @IsOptionalText()
  original_title?: string | null;

  @IsOptionalText()
  version_title?: string | null;

  @IsOptionalId()
  display_image_id?: string | null;

  @ValidateIf(({ artists_ids: given }: AlbumDto) => given !== undefined)
  @IsTextList()
  @ArrayUnique({ message: '$property must not name an artist twice' })
  artists_ids?: string[];
}

export class NewAlbumDto extends AlbumDto {
  @IsId()
  id: string;
}
