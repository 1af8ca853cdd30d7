import { Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags, BodyOf, IdParam, Refuses } from '@pezzottify/http-edge';
import { administratorOf } from './administrator.js';
import { CancelRun } from './cancel-run.usecase.js';
import { instantOf } from './instant-query.js';
import { CancelDto, PauseDto } from './job-control.dto.js';
import { CANCELLING, JOB_INFO } from './jobs-schemas.js';
import { PauseJob } from './pause-job.usecase.js';
import { ReadJobs } from './read-jobs.usecase.js';

@ApiTags('jobs')
@Controller('v1/admin/jobs/:job_id')
export class JobControlController {
  constructor(
    private readonly jobs: ReadJobs,
    private readonly cancelRun: CancelRun,
    private readonly pauseJob: PauseJob,
  ) {}

  @Post('cancel')
  @HttpCode(202)
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND', 'JOB_NOT_RUNNING')
  @ApiOperation({ summary: 'Asks the run that is going to end; it ends as failed with "Cancelled"' })
  @ApiResponse({ status: 202, schema: CANCELLING })
  async cancel(
    @IdParam('job_id') jobId: string,
    @BodyOf(CancelDto, { optional: true }) { reason }: CancelDto,
    @CurrentSession() session: Session,
  ) {
    const run_id = await this.cancelRun.execute(jobId, reason ?? '', administratorOf(session));
    return { status: 'cancelling', job_id: jobId, run_id };
  }

  @Post('pause')
  @HttpCode(200)
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND', 'INVALID_VALUE', 'INVALID_PARAMETER')
  @ApiOperation({ summary: 'Keeps schedule and hooks from starting the job; a trigger by hand still does' })
  @ApiOkResponse({ schema: JOB_INFO })
  async pause(
    @IdParam('job_id') jobId: string,
    @BodyOf(PauseDto) { reason, expires_at, duration_secs }: PauseDto,
    @CurrentSession() session: Session,
  ) {
    const expiresAt = instantOf('expires_at', expires_at ?? undefined);
    const durationMs = duration_secs == null ? undefined : duration_secs * 1000;
    await this.pauseJob.pause(jobId, { reason, expiresAt, durationMs }, administratorOf(session));
    return this.jobs.one(jobId);
  }

  @Post('resume')
  @HttpCode(200)
  @PermissionRequired('ServerAdmin')
  @Refuses('NOT_FOUND')
  @ApiOperation({ summary: 'Ends a pause; no change where there is none' })
  @ApiOkResponse({ schema: JOB_INFO })
  async resume(@IdParam('job_id') jobId: string, @CurrentSession() session: Session) {
    await this.pauseJob.resume(jobId, administratorOf(session));
    return this.jobs.one(jobId);
  }
}
