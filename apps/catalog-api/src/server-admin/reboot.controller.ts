import { Controller, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOperation, ApiResponse, ApiTags, text } from '@pezzottify/http-edge';
import { type ServiceContext } from '@pezzottify/service-runner';
import { REQUEST_STOP } from '../tokens.js';

const REBOOTING = { description: 'The service is about to stop', content: { 'text/plain': { schema: text } } };

@ApiTags('server')
@Controller('v1/admin/reboot')
export class RebootController {
  constructor(@Inject(REQUEST_STOP) private readonly requestStop: ServiceContext['requestStop']) {}

  /** The stop lets running requests finish, this one included. */
  @Post()
  @HttpCode(202)
  @Header('content-type', 'text/plain; charset=utf-8')
  @PermissionRequired('ServerAdmin', { bucket: 'write' })
  @ApiOperation({ summary: 'Ends this service in order, for its supervisor to start it again' })
  @ApiResponse({ status: 202, ...REBOOTING })
  reboot(): string {
    this.requestStop('reboot');
    return 'rebooting';
  }
}
