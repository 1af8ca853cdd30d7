import { ApiProperty, HasIdLength } from '@pezzottify/http-edge';
import { IsString, Matches, MaxLength } from 'class-validator';

const HAS_TEXT = /\S/;

/** Names go into events, which carry no longer texts. */
export const LONGEST_NAME = 2000;

export class RequestAlbumBody {
  @ApiProperty()
  @IsString()
  @Matches(HAS_TEXT, { message: 'album_id must not be blank' })
  @HasIdLength()
  album_id: string;

  @ApiProperty()
  @IsString()
  @Matches(HAS_TEXT, { message: 'album_name must not be blank' })
  @MaxLength(LONGEST_NAME)
  album_name: string;

  @ApiProperty({ description: 'May be empty.' })
  @IsString()
  @MaxLength(LONGEST_NAME)
  artist_name: string;
}
