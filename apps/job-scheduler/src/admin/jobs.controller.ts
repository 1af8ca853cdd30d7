import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import {
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
  BoolQuery,
  IdParam,
  IntQuery,
  Refuses,
} from '@pezzottify/http-edge';
import { JOB_HISTORY, JOB_INFO, JOB_LIST, TRIGGERED } from './jobs-schemas.js';
import { ReadJobs } from './read-jobs.usecase.js';
import { TriggerJob } from './trigger-job.usecase.js';

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
  @Refuses('NOT_FOUND', 'JOB_RUNNING', 'JOB_HOST_UNAVAILABLE')
  @ApiOperation({
    summary: 'Starts a run now; 409 while one is running, 503 when the service that runs the job is away',
  })
  @ApiResponse({ status: 202, schema: TRIGGERED })
  async trigger(@IdParam('job_id') jobId: string, @BoolQuery('force', { default: false }) isForced: boolean) {
    return { status: 'triggered', job_id: jobId, run_id: await this.triggerJob.execute(jobId, isForced) };
  }

  @Get(':job_id/history')
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND')
  @ApiOperation({ summary: 'Runs, and due times at which there was none, newest first' })
  @ApiOkResponse({ schema: JOB_HISTORY })
  async history(@IdParam('job_id') jobId: string, @IntQuery('limit', { default: 20, min: 0, cap: 200 }) limit: number) {
    return { history: await this.jobs.history(jobId, limit) };
  }
}
