import { Controller, Put } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, BodyOf, IdParam, Refuses } from '@pezzottify/http-edge';
import { AddTracksDto } from './add-tracks/add-tracks.dto.js';
import { AddTracks } from './add-tracks/add-tracks.usecase.js';
import { refuseTooLongList } from './playlist-length.policy.js';
import { RemoveTracksDto } from './remove-tracks/remove-tracks.dto.js';
import { RemoveTracks } from './remove-tracks/remove-tracks.usecase.js';

@ApiTags('user')
@Controller('v1/user/playlist/:id')
export class PlaylistTracksController {
  constructor(
    private readonly addTracks: AddTracks,
    private readonly removeTracks: RemoveTracks,
  ) {}

  @Put('add')
  @PermissionRequired('OwnPlaylists', { bucket: 'write' })
  @ApiOperation({ summary: 'Puts tracks at the end of a playlist' })
  @ApiOkResponse({ description: 'Empty' })
  @Refuses('PLAYLIST_TOO_LONG', 'UNKNOWN_TRACK')
  add(
    @CurrentSession() session: Session,
    @IdParam('id') id: string,
    @BodyOf(AddTracksDto, { refuse: refuseTooLongList('tracks_ids') }) { tracks_ids }: AddTracksDto,
  ) {
    return this.addTracks.execute(session, id, tracks_ids);
  }

  @Put('remove')
  @PermissionRequired('OwnPlaylists', { bucket: 'write' })
  @ApiOperation({ summary: 'Takes tracks out of a playlist, by their positions' })
  @ApiOkResponse({ description: 'Empty' })
  remove(
    @CurrentSession() session: Session,
    @IdParam('id') id: string,
    @BodyOf(RemoveTracksDto) { tracks_positions }: RemoveTracksDto,
  ) {
    return this.removeTracks.execute(session, id, tracks_positions);
  }
}
