import { Controller, Delete, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { AnswersJsonText, ApiOkResponse, ApiOperation, ApiTags, BodyOf, IdParam, Refuses } from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { playlistIds } from '../storage/user/playlist.repository.js';
import { USER_DATABASE } from '../tokens.js';
import { ChangePlaylistDto } from './change-playlist/change-playlist.dto.js';
import { ChangePlaylist } from './change-playlist/change-playlist.usecase.js';
import { CreatePlaylistDto } from './create-playlist/create-playlist.dto.js';
import { CreatePlaylist } from './create-playlist/create-playlist.usecase.js';
import { DeletePlaylist } from './delete-playlist/delete-playlist.usecase.js';
import { ownPlaylist } from './own-playlist.js';
import { refuseTooLongList } from './playlist-length.policy.js';
import { NEW_PLAYLIST_ID, PLAYLIST, PLAYLIST_IDS } from './playlist-schemas.js';
import { playlistJson } from './playlist.mapper.js';

@ApiTags('user')
@Controller('v1/user')
export class PlaylistController {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly createPlaylist: CreatePlaylist,
    private readonly changePlaylist: ChangePlaylist,
    private readonly deletePlaylist: DeletePlaylist,
  ) {}

  @Get('playlists')
  @PermissionRequired('OwnPlaylists', { bucket: 'user-read' })
  @ApiOperation({ summary: 'The playlists of the user' })
  @ApiOkResponse({ description: 'Their ids, newest first', schema: PLAYLIST_IDS })
  list(@CurrentSession() session: Session) {
    return playlistIds(this.database.reads, session.user_id);
  }

  @Post('playlist')
  @HttpCode(200)
  @AnswersJsonText()
  @PermissionRequired('OwnPlaylists', { bucket: 'write' })
  @ApiOperation({ summary: 'A new playlist' })
  @ApiOkResponse({ description: 'The new id, as a JSON string', schema: NEW_PLAYLIST_ID })
  @Refuses('PLAYLIST_TOO_LONG')
  async create(
    @CurrentSession() session: Session,
    @BodyOf(CreatePlaylistDto, { refuse: refuseTooLongList('track_ids') }) body: CreatePlaylistDto,
  ) {
    return JSON.stringify(await this.createPlaylist.execute(session, body.name, body.track_ids));
  }

  @Get('playlist/:id')
  @PermissionRequired('OwnPlaylists', { bucket: 'user-read' })
  @ApiOperation({ summary: 'One playlist of the user' })
  @ApiOkResponse({ description: 'The playlist with its tracks', schema: PLAYLIST })
  async read(@CurrentSession() session: Session, @IdParam('id') id: string) {
    return playlistJson(await ownPlaylist(this.database.reads, session.user_id, id));
  }

  @Put('playlist/:id')
  @PermissionRequired('OwnPlaylists', { bucket: 'write' })
  @ApiOperation({ summary: 'Renames a playlist, replaces its tracks, or both' })
  @ApiOkResponse({ description: 'Empty' })
  @Refuses('PLAYLIST_TOO_LONG')
  change(
    @CurrentSession() session: Session,
    @IdParam('id') id: string,
    @BodyOf(ChangePlaylistDto, { refuse: refuseTooLongList('track_ids') })
    { name = null, track_ids = null }: ChangePlaylistDto,
  ) {
    return this.changePlaylist.execute(session, id, { name, trackIds: track_ids });
  }

  @Delete('playlist/:id')
  @PermissionRequired('OwnPlaylists', { bucket: 'write' })
  @ApiOperation({ summary: 'Deletes a playlist' })
  @ApiOkResponse({ description: 'Empty' })
  remove(@CurrentSession() session: Session, @IdParam('id') id: string) {
    return this.deletePlaylist.execute(session, id);
  }
}
