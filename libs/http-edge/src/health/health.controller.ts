import { Controller, Get, Res } from '@nestjs/common';
import { ERROR_STATUS } from '@pezzottify/contracts';
import { Readiness } from '@pezzottify/observability';
import { type FastifyReply } from 'fastify';
import { noteErrorCode } from '../observation/error-codes.js';

@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ready, checks } = await this.readiness.report();
    if (ready) return { status: 'ready', checks };
    noteErrorCode(reply.request.raw, 'NOT_READY');
    reply.code(ERROR_STATUS.NOT_READY);
    return { status: 'not_ready', checks, error: 'the service is not ready', code: 'NOT_READY' };
  }
}
