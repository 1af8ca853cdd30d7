import { Controller, HttpCode, Post, Put } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, IdParam } from '@pezzottify/http-edge';
import { NOTIFICATION } from '../sync-schemas.js';
import { MarkNotificationRead } from './mark-read/mark-notification-read.usecase.js';

const READ = { description: 'The notification; read before, it keeps its `read_at`', schema: NOTIFICATION };

/** Both methods do the same, because existing clients use the one or the other. */
@ApiTags('user')
@Controller('v1/user/notifications/:id/read')
export class NotificationController {
  constructor(private readonly markRead: MarkNotificationRead) {}

  @Post()
  @HttpCode(200)
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'Marks a notification as read' })
  @ApiOkResponse(READ)
  read(@CurrentSession() session: Session, @IdParam('id') id: string) {
    return this.markRead.execute(session, id);
  }

  @Put()
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'Marks a notification as read' })
  @ApiOkResponse(READ)
  putRead(@CurrentSession() session: Session, @IdParam('id') id: string) {
    return this.markRead.execute(session, id);
  }
}
