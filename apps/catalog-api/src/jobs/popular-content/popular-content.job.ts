import { Inject, Injectable } from '@nestjs/common';
import { type JobDeclaration } from '@pezzottify/contracts';
import { type Job, type JobContext } from '@pezzottify/job-host';
import { type Clock } from '@pezzottify/service-runner';
import { CLOCK, POPULAR_RESULT_STORE } from '../../tokens.js';
import { DAY_SECONDS } from '../../utc-days.js';
import { ComputePopularUsecase } from './compute-popular.usecase.js';
import { type PopularResultStore } from './popular-result-store.port.js';

@Injectable()
export class PopularContentJob implements Job {
  readonly declaration: JobDeclaration = {
    id: 'popular_content',
    name: 'Popular content',
    description: 'Counts which albums and artists were played most and stores the result for the home page',
    schedule: { interval_seconds: DAY_SECONDS, hooks: ['OnStartup', 'OnDownloadComplete'] },
    shutdown: 'cancellable',
    timeout_seconds: 600,
    missed_runs: 'once',
  };

  constructor(
    private readonly computePopular: ComputePopularUsecase,
    @Inject(POPULAR_RESULT_STORE) private readonly store: PopularResultStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(context: JobContext): Promise<string> {
    context.progress(null, 'counting plays');
    const content = await this.computePopular.execute({
      signal: context.signal,
      onCounted: (tracks) => context.progress(null, `plays of ${tracks} tracks counted`),
    });
    await this.store.replace(content, this.clock.seconds());
    return `${content.albums.length} albums and ${content.artists.length} artists`;
  }
}
