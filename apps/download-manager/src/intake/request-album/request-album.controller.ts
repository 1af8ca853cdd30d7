import { Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiProperty, ApiTags, BodyOf, Refuses } from '@pezzottify/http-edge';
import { callerOf } from '../caller.js';
import { RequestAlbumBody } from './request-album.body.js';
import { RequestAlbum } from './request-album.usecase.js';

class AlbumRequestAnswer {
  @ApiProperty() request_id: string;
  @ApiProperty() status: string;
  @ApiProperty({ type: 'integer', nullable: true }) queue_position: number | null;
}

@ApiTags('downloads')
@Controller('v1/download/request/album')
export class RequestAlbumController {
  constructor(private readonly requestAlbum: RequestAlbum) {}

  @Post()
  @HttpCode(200)
  @PermissionRequired('RequestContent')
  @Refuses('ALREADY_IN_CATALOG', 'ALREADY_QUEUED', 'DAILY_LIMIT_REACHED', 'QUEUE_LIMIT_REACHED')
  @ApiOkResponse({ type: AlbumRequestAnswer })
  async request(
    @CurrentSession() session: Session,
    @BodyOf(RequestAlbumBody) body: RequestAlbumBody,
  ): Promise<AlbumRequestAnswer> {
    const album = { id: body.album_id, name: body.album_name, artistName: body.artist_name };
    const { requestId, status, position } = await this.requestAlbum.execute(callerOf(session), album);
    return { request_id: requestId, status, queue_position: position };
  }
}
