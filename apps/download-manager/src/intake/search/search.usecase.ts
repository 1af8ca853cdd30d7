import { Inject, Injectable } from '@nestjs/common';
import { type Provider, type ProviderHit, type ProviderSearchType } from '../../provider/provider.port.js';
import { PROVIDER } from '../../tokens.js';
import { CatalogPresence } from '../accept-albums/catalog-presence.js';
import { askProvider } from '../provider-refusal.js';
import { AlbumStandings } from './album-standings.js';
import { relevance } from './relevance.js';
import { type SearchResult, toAlbumResult, toArtistResult } from './result.mapper.js';

/** What the provider finds, best first, with what is already here or on its way marked. */
@Injectable()
export class Search {
  constructor(
    @Inject(PROVIDER) private readonly provider: Provider,
    private readonly presence: CatalogPresence,
    private readonly standings: AlbumStandings,
  ) {}

  async execute(userId: string, query: string, type: ProviderSearchType): Promise<SearchResult[]> {
    const hits = await askProvider(this.provider.search(query, type), 'PROVIDER_ERROR');
    const scoreOf = (hit: ProviderHit): number => relevance(query, hit);
    const results = type === 'album' ? await this.albums(hits, userId, scoreOf) : await this.artists(hits, scoreOf);
    return results.sort((one, other) => other.score - one.score);
  }

  async albums(
    hits: readonly ProviderHit[],
    userId: string,
    scoreOf: (hit: ProviderHit) => number,
  ): Promise<SearchResult[]> {
    const ids = hits.map(({ id }) => id);
    const { completeAlbumIds } = await this.presence.of({ albumIds: ids });
    const standingOf = await this.standings.of(ids, userId);
    return hits.map((hit) =>
      toAlbumResult(hit, scoreOf(hit), { isInCatalog: completeAlbumIds.has(hit.id), ...standingOf(hit.id) }),
    );
  }

  async artists(hits: readonly ProviderHit[], scoreOf: (hit: ProviderHit) => number): Promise<SearchResult[]> {
    const { artistIds } = await this.presence.of({ artistIds: hits.map(({ id }) => id) });
    return hits.map((hit) => toArtistResult(hit, scoreOf(hit), artistIds.has(hit.id)));
  }
}
