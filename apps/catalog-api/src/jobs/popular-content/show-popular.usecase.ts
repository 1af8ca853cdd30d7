import { Inject, Injectable } from '@nestjs/common';
import { PopularRepository } from '../../storage/catalog/popular.repository.js';
import { POPULAR_RESULT_STORE } from '../../tokens.js';
import { ComputePopularUsecase } from './compute-popular.usecase.js';
import { type PopularContent } from './popular-content.js';
import { type PopularResultStore } from './popular-result-store.port.js';

@Injectable()
export class ShowPopularUsecase {
  private computing: Promise<PopularContent> | undefined;

  constructor(
    @Inject(POPULAR_RESULT_STORE) private readonly store: PopularResultStore,
    private readonly computePopular: ComputePopularUsecase,
    private readonly catalog: PopularRepository,
  ) {}

  /** The JSON text of the API: what the job stored, or what is counted now as long as it has stored nothing. */
  async execute(limits: { albums: number; artists: number }): Promise<string> {
    const content = (await this.store.read()) ?? (await this.compute());
    return this.catalog.shown(content, limits);
  }

  /** Everyone who asks meanwhile waits for the same count. */
  private compute(): Promise<PopularContent> {
    this.computing ??= this.computePopular.execute().finally(() => {
      this.computing = undefined;
    });
    return this.computing;
  }
}
