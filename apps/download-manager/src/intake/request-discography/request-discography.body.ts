import { ApiProperty, HasIdLength } from '@pezzottify/http-edge';
import { IsString, Matches, MaxLength } from 'class-validator';
import { LONGEST_NAME } from '../request-album/request-album.body.js';

export class RequestDiscographyBody {
  @ApiProperty()
  @IsString()
  @Matches(/\S/, { message: 'artist_id must not be blank' })
  @HasIdLength()
  artist_id: string;

  @ApiProperty({ description: 'May be empty; used for albums that come without an artist name.' })
  @IsString()
  @MaxLength(LONGEST_NAME)
  artist_name: string;
}
