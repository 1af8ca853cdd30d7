import { Controller, Get } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import {
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  IdParam,
  IntQuery,
  Refuses,
  TextQuery,
  WordQuery,
} from '@pezzottify/http-edge';
import { OCCURRENCE_STATUSES, type OccurrenceStatus } from '../storage/occurrences.repository.js';
import { instantOf, requireOrder } from './instant-query.js';
import { COMING, OCCURRENCES } from './occurrences-schemas.js';
import { ReadOccurrences } from './read-occurrences.usecase.js';

@ApiTags('jobs')
@Controller('v1/admin/jobs/:job_id')
export class OccurrencesController {
  constructor(private readonly occurrences: ReadOccurrences) {}

  @Get('occurrences')
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND', 'INVALID_PARAMETER')
  @ApiOperation({ summary: 'Every due time and what became of it, newest first' })
  @ApiOkResponse({ schema: OCCURRENCES })
  past(
    @IdParam('job_id') jobId: string,
    @WordQuery('status', OCCURRENCE_STATUSES) status: OccurrenceStatus | undefined,
    @TextQuery('since') since: string | undefined,
    @TextQuery('until') until: string | undefined,
    @IntQuery('limit', { default: 50, min: 1, cap: 500 }) limit: number,
  ) {
    const filter = { status, since: instantOf('since', since), until: instantOf('until', until) };
    requireOrder(filter);
    return this.occurrences.past(jobId, filter, limit);
  }

  @Get('next')
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND')
  @ApiOperation({ summary: 'The due times to come; those after a run that has not ended are estimates' })
  @ApiOkResponse({ schema: COMING })
  async coming(@IdParam('job_id') jobId: string, @IntQuery('count', { default: 10, min: 1, cap: 100 }) count: number) {
    return { next: await this.occurrences.coming(jobId, count) };
  }
}
