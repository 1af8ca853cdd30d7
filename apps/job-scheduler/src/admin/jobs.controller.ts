import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PermissionRequired } from '@pezzottify/access';
import { BoolQuery, IdParam, IntQuery } from '@pezzottify/http-edge';
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
  async list() {
    return { jobs: await this.jobs.list() };
  }

  @Get(':job_id')
  @PermissionRequired('ServerAdmin')
  @ApiOperation({ summary: 'One job' })
  one(@IdParam('job_id') jobId: string) {
    return this.jobs.one(jobId);
  }

  @Post(':job_id/trigger')
  @HttpCode(202)
  @PermissionRequired('ServerAdmin')
  @ApiOperation({ summary: 'Starts a run now; 409 while one is running' })
  async trigger(@IdParam('job_id') jobId: string, @BoolQuery('force', { default: false }) isForced: boolean) {
    return { status: 'triggered', job_id: jobId, run_id: await this.triggerJob.execute(jobId, isForced) };
  }

  @Get(':job_id/history')
  @PermissionRequired('ServerAdmin')
  @ApiOperation({ summary: 'Runs and due times that did not run, newest first' })
  async history(@IdParam('job_id') jobId: string, @IntQuery('limit', { default: 20, min: 0, cap: 200 }) limit: number) {
    return { history: await this.jobs.history(jobId, limit) };
  }
}
