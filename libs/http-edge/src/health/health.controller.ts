import { Controller, Get, Res } from '@nestjs/common';
import { ERROR_STATUS } from '@pezzottify/contracts';
import { Readiness } from '@pezzottify/observability';
import { type FastifyReply } from 'fastify';
import { noteErrorCode } from '../observation/error-codes.js';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '../openapi/api-decorators.js';
import { objectOf, type Schema, text, wordOf } from '../openapi/schema.js';

const CHECKS: Schema = { type: 'object', additionalProperties: text, description: '`ok`, or what is wrong, by check' };
const READY = objectOf({ status: wordOf(['ready']), checks: CHECKS });
const NOT_READY = objectOf({
  status: wordOf(['not_ready']),
  checks: CHECKS,
  error: text,
  code: wordOf(['NOT_READY']),
});

@ApiTags('service')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers' })
  @ApiOkResponse({ description: 'It does', schema: objectOf({ status: wordOf(['ok']) }) })
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether the service has what it needs; absent peers are reported and do not count' })
  @ApiOkResponse({ description: 'It has', schema: READY })
  @ApiResponse({ status: 503, description: 'It has not', schema: NOT_READY })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ready, checks } = await this.readiness.report();
    if (ready) return { status: 'ready', checks };
    noteErrorCode(reply.request.raw, 'NOT_READY');
    reply.code(ERROR_STATUS.NOT_READY);
    return { status: 'not_ready', checks, error: 'the service is not ready', code: 'NOT_READY' };
  }
}
