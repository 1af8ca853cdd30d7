import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Clock } from '@pezzottify/service-runner';
import { PopularRepository } from '../../storage/catalog/popular.repository.js';
import { CLOCK, CONFIG, LISTENING_STATISTICS } from '../../tokens.js';
import { lastDays } from '../../utc-days.js';
import { type ListeningStatistics } from './listening-statistics.port.js';
import { PlayCounts } from './play-counts.js';
import { MAX_POPULAR, type PopularContent } from './popular-content.js';

export interface Watching {
  readonly signal?: AbortSignal;
  /** After each page: how many tracks were counted so far. */
  readonly onCounted?: (tracks: number) => void;
}

/** Counts what was played most in the window. Works page by page: neither all listening nor all tracks are ever in memory. */
@Injectable()
export class ComputePopularUsecase {
  constructor(
    @Inject(LISTENING_STATISTICS) private readonly statistics: ListeningStatistics,
    private readonly catalog: PopularRepository,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'backgroundJobs'>,
  ) {}

  /** Rejects with the signal's reason when it is aborted between two pages. */
  async execute({ signal, onCounted }: Watching = {}): Promise<PopularContent> {
    const window = lastDays(this.config.backgroundJobs.popularWindowDays, this.clock.seconds());
    const albums = new PlayCounts();
    const artists = new PlayCounts();
    let counted = 0;
    for await (const page of this.statistics.playsPerTrack(window)) {
      signal?.throwIfAborted();
      const plays = await this.catalog.playsByEntity(page);
      albums.add(plays.albums);
      artists.add(plays.artists);
      counted += page.length;
      onCounted?.(counted);
    }
    return {
      albums: await this.catalog.mostPlayed('album', albums.contenders(MAX_POPULAR), MAX_POPULAR),
      artists: await this.catalog.mostPlayed('artist', artists.contenders(MAX_POPULAR), MAX_POPULAR),
    };
  }
}
