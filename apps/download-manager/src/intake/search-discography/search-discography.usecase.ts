import { Inject, Injectable } from '@nestjs/common';
import { type Provider } from '../../provider/provider.port.js';
import { PROVIDER } from '../../tokens.js';
import { askProvider } from '../provider-refusal.js';
import { type SearchResult } from '../search/result.mapper.js';
import { Search } from '../search/search.usecase.js';

export interface Discography {
  readonly artist: SearchResult;
  readonly albums: SearchResult[];
}

/** Nothing was typed that a hit could fit better or worse: all belong to the artist, in the provider's order. */
const BELONGS = () => 1;

@Injectable()
export class SearchDiscography {
  constructor(
    @Inject(PROVIDER) private readonly provider: Provider,
    private readonly search: Search,
  ) {}

  async execute(userId: string, artistId: string): Promise<Discography> {
    const found = await askProvider(this.provider.discography(artistId), 'NOT_FOUND');
    const [albums, [artist]] = await Promise.all([
      this.search.albums(found.albums, userId, BELONGS),
      this.search.artists([found.artist], BELONGS),
    ]);
    if (!artist) throw new TypeError('a discography without artist');
    return { artist, albums };
  }
}
