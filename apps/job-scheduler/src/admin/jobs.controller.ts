import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { HOOKS, type Session } from '@pezzottify/contracts';
import {
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
  BodyOf,
  BoolQuery,
  IdParam,
  IntParam,
  IntQuery,
  Refuses,
  TextQuery,
  WordQuery,
} from '@pezzottify/http-edge';
import { RUN_STATUSES, type RunStatus } from '../storage/run-history.repository.js';
import { administratorOf } from './administrator.js';
import { historyUntil } from './history-until.js';
import { instantOf, requireOrder } from './instant-query.js';
import { JOB_HISTORY, JOB_INFO, JOB_LIST, RUN_DETAILS, TRIGGERED } from './jobs-schemas.js';
import { ReadJobs } from './read-jobs.usecase.js';
import { TriggerDto } from './trigger.dto.js';
import { TriggerJob } from './trigger-job.usecase.js';

const TRIGGERS = ['schedule', 'manual', ...HOOKS.map((hook) => `hook:${hook}`)];

@ApiTags('jobs')
@Controller('v1/admin/jobs')
export class JobsController {
  constructor(
    private readonly jobs: ReadJobs,
    private readonly triggerJob: TriggerJob,
  ) {}

  @Get()
  @PermissionRequired('ServerAdmin')
  @ApiOperation({ summary: 'All jobs with their schedule and last run' })
  @ApiOkResponse({ schema: JOB_LIST })
  async list() {
    return { jobs: await this.jobs.list() };
  }

  @Get(':job_id')
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND')
  @ApiOperation({ summary: 'One job' })
  @ApiOkResponse({ schema: JOB_INFO })
  one(@IdParam('job_id') jobId: string) {
    return this.jobs.one(jobId);
  }

  @Post(':job_id/trigger')
  @HttpCode(202)
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND', 'INVALID_VALUE', 'JOB_RUNNING', 'JOB_HOST_UNAVAILABLE')
  @ApiOperation({
    summary: 'Starts a run now; 409 while one is running, 503 when the service that runs the job is away',
  })
  @ApiResponse({ status: 202, schema: TRIGGERED })
  async trigger(
    @IdParam('job_id') jobId: string,
    @BoolQuery('force', { default: false }) isForced: boolean,
    @BodyOf(TriggerDto, { optional: true, invalid: 'INVALID_VALUE' }) { parameters }: TriggerDto,
    @CurrentSession() session: Session,
  ) {
    const wanted = { isForced, parameters: parameters ?? {} };
    const run_id = await this.triggerJob.execute(jobId, wanted, administratorOf(session));
    return { status: 'triggered', job_id: jobId, run_id };
  }

  @Get(':job_id/history')
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND', 'INVALID_PARAMETER')
  @ApiOperation({ summary: 'Runs, and due times at which there was none, newest first' })
  @ApiOkResponse({ schema: JOB_HISTORY })
  history(
    @IdParam('job_id') jobId: string,
    @IntQuery('limit', { default: 20, min: 0, cap: 200 }) limit: number,
    @WordQuery('status', RUN_STATUSES) status: RunStatus | undefined,
    @WordQuery('triggered_by', TRIGGERS) triggeredBy: string | undefined,
    @TextQuery('since') since: string | undefined,
    @TextQuery('until') until: string | undefined,
  ) {
    const span = { since: instantOf('since', since), ...historyUntil(until) };
    requireOrder(span);
    return this.jobs.history(jobId, { limit, status, triggeredBy, ...span });
  }

  @Get(':job_id/runs/:run_id')
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND')
  @ApiOperation({ summary: 'One run with its progress, the end of its log, its summary and the class of its error' })
  @ApiOkResponse({ schema: RUN_DETAILS })
  run(@IdParam('job_id') jobId: string, @IntParam('run_id') runId: number) {
    return this.jobs.run(jobId, runId);
  }
}
