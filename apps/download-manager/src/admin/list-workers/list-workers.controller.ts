import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@pezzottify/http-edge';
import { MayRead } from '../admin-access.js';
import { ListWorkers } from './list-workers.usecase.js';
import { Workers } from './worker.view.js';

@ApiTags('download admin')
@Controller('v1/download/admin/workers')
export class ListWorkersController {
  constructor(private readonly listWorkers: ListWorkers) {}

  @Get()
  @MayRead()
  @ApiOperation({ summary: 'The workers that have spoken up lately, what each works on, and why one gets no work' })
  @ApiOkResponse({ type: Workers })
  async list(): Promise<Workers> {
    return { workers: await this.listWorkers.execute() };
  }
}
