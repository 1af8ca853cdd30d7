import { Controller, Get, Inject } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOkResponse, ApiOperation, ApiTags, integer, listOf, objectOf, text } from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { firstHandles } from '../../storage/user/account.repository.js';
import { SOCKET_REGISTRY, USER_DATABASE } from '../../tokens.js';
import { type SocketRegistry } from '../sockets/socket-registry.js';

const MAX_HANDLES = 3;
const ONLINE_USERS = objectOf({ count: integer, handles: { ...listOf(text), maxItems: MAX_HANDLES } });

@ApiTags('analytics')
@Controller('v1/admin/online-users')
export class OnlineUsersController {
  constructor(
    @Inject(SOCKET_REGISTRY) private readonly sockets: Pick<SocketRegistry, 'onlineUserIds'>,
    @Inject(USER_DATABASE) private readonly database: Database,
  ) {}

  @Get()
  @PermissionRequired('ViewAnalytics', { bucket: 'user-read' })
  @ApiOperation({ summary: 'Users with an open WebSocket' })
  @ApiOkResponse({ description: 'How many, and the first of them by alphabet', schema: ONLINE_USERS })
  async online() {
    const { handles, total } = await firstHandles(this.database.reads, this.sockets.onlineUserIds(), MAX_HANDLES);
    return { count: total, handles };
  }
}
