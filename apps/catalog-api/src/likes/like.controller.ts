import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, listOf, text, TextParam, WordParam } from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { LIKED_TYPES, type LikedType, likedIds } from '../storage/user/liked-content.repository.js';
import { USER_DATABASE } from '../tokens.js';
import { LikeContent } from './like-content/like-content.usecase.js';
import { UnlikeContent } from './unlike-content/unlike-content.usecase.js';

@ApiTags('user')
@Controller('v1/user/liked/:content_type')
export class LikeController {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly likeContent: LikeContent,
    private readonly unlikeContent: UnlikeContent,
  ) {}

  @Get()
  @PermissionRequired('LikeContent', { bucket: 'user-read' })
  @ApiOperation({ summary: 'What the user likes of this type' })
  @ApiOkResponse({ description: 'The ids, newest first', schema: listOf(text) })
  list(@CurrentSession() session: Session, @WordParam('content_type', LIKED_TYPES) type: LikedType) {
    return likedIds(this.database.reads, session.user_id, type);
  }

  @Post(':content_id')
  @HttpCode(200)
  @PermissionRequired('LikeContent', { bucket: 'write' })
  @ApiOperation({ summary: 'Likes something; once more changes nothing' })
  @ApiOkResponse({ description: 'Empty' })
  like(
    @CurrentSession() session: Session,
    @WordParam('content_type', LIKED_TYPES) type: LikedType,
    @TextParam('content_id') contentId: string,
  ) {
    return this.likeContent.execute(session, { type, contentId });
  }

  @Delete(':content_id')
  @PermissionRequired('LikeContent', { bucket: 'write' })
  @ApiOperation({ summary: 'Likes something no longer; once more changes nothing' })
  @ApiOkResponse({ description: 'Empty' })
  unlike(
    @CurrentSession() session: Session,
    @WordParam('content_type', LIKED_TYPES) type: LikedType,
    @TextParam('content_id') contentId: string,
  ) {
    return this.unlikeContent.execute(session, { type, contentId });
  }
}
