import { Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentSession } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags } from '@pezzottify/http-edge';
import { callerOf } from '../../intake/caller.js';
import { MayWrite } from '../admin-access.js';
import { QueueStateView, toQueueState } from '../show-queue/queue-state.view.js';
import { ResumeQueue } from './resume-queue.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/queue/resume')
export class ResumeQueueController {
  constructor(private readonly resumeQueue: ResumeQueue) {}

  @Post()
  @HttpCode(200)
  @MayWrite()
  @ApiOperation({ summary: 'Ends a pause; does nothing where there is none' })
  @ApiOkResponse({ type: QueueStateView })
  async resume(@CurrentSession() session: Session): Promise<QueueStateView> {
    await this.resumeQueue.execute(callerOf(session));
    return toQueueState(null);
  }
}
