import { Controller, Get } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { ApiOkResponse, ApiOperation, ApiTags, IntQuery, TextQuery, WordQuery } from '@pezzottify/http-edge';
import { AUDITED_ACTIONS, type AuditedAction } from '../storage/audit.repository.js';
import { JOB_AUDIT } from './jobs-schemas.js';
import { ReadAudit } from './read-audit.usecase.js';

@ApiTags('jobs')
@Controller('v1/admin/jobs/audit')
export class JobAuditController {
  constructor(private readonly audit: ReadAudit) {}

  @Get()
  @PermissionRequired('ServerAdmin')
  @ApiOperation({ summary: 'What administrators did with jobs, newest first' })
  @ApiOkResponse({ schema: JOB_AUDIT })
  list(
    @TextQuery('job_id', { maxLength: 64 }) jobId: string | undefined,
    @WordQuery('action', AUDITED_ACTIONS) action: AuditedAction | undefined,
    @IntQuery('limit', { default: 100, cap: 500 }) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ) {
    return this.audit.execute({ jobId, action }, { limit, offset });
  }
}
