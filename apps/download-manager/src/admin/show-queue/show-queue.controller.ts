import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@pezzottify/http-edge';
import { type Clock } from '@pezzottify/service-runner';
import { QueuePause } from '../../queue/pause/queue-pause.js';
import { CLOCK } from '../../tokens.js';
import { MayRead } from '../admin-access.js';
import { QueueStateView, toQueueState } from './queue-state.view.js';

@ApiTags('download admin')
@Controller('v1/download/admin/queue')
export class ShowQueueController {
  constructor(
    private readonly pause: QueuePause,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'Whether the queue gives out work, and if not, who paused it, why and until when' })
  @ApiOkResponse({ type: QueueStateView })
  async show(): Promise<QueueStateView> {
    return toQueueState(await this.pause.at(this.clock.seconds()));
  }
}
