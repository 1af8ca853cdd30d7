import { Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentSession } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, BodyOf } from '@pezzottify/http-edge';
import { callerOf } from '../../intake/caller.js';
import { MayWrite } from '../admin-access.js';
import { QueueStateView, toQueueState } from '../show-queue/queue-state.view.js';
import { PauseQueueBody } from './pause-queue.body.js';
import { PauseQueue } from './pause-queue.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/queue/pause')
export class PauseQueueController {
  constructor(private readonly pauseQueue: PauseQueue) {}

  @Post()
  @HttpCode(200)
  @MayWrite()
  @ApiOperation({ summary: 'Gives out no more work; requests are still accepted, and what has begun goes on' })
  @ApiOkResponse({ type: QueueStateView })
  async pause(
    @CurrentSession() session: Session,
    @BodyOf(PauseQueueBody) { reason, expires_at, duration_secs }: PauseQueueBody,
  ): Promise<QueueStateView> {
    const owner = { by: callerOf(session), byHandle: session.user_handle };
    const end = { expiresAt: expires_at ?? null, durationSeconds: duration_secs ?? null };
    return toQueueState(await this.pauseQueue.execute({ ...owner, reason, ...end }));
  }
}
