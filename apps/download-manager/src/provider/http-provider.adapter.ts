import { type HttpAnswer, HttpExchange, type HttpExchangeOptions } from './http/http-exchange.js';
import { readJsonAnswer } from './http/json-answer.js';
import { openMediaAnswer } from './http/media-answer.js';
import { pathSegment } from './http/provider-url.js';
import { type Pace } from './http/slow-body.js';
import { within } from './http/within.js';
import { lookUpDiscography } from './look-up-discography.js';
import { RequestWatch } from './request-watch.js';
import { parseAlbum } from './parse/album.js';
import { parseArtist } from './parse/artist.js';
import { parseDiscography, parseSearch } from './parse/hits.js';
import { parseStatus } from './parse/status.js';
import { parseTracks } from './parse/tracks.js';
import { type ProviderObserver, type ProviderOperation } from './provider.observer.js';
import {
  type Provider,
  type ProviderAlbum,
  type ProviderArtist,
  type ProviderDiscography,
  type ProviderHit,
  type ProviderMedia,
  type ProviderSearchType,
  type ProviderStatus,
  type ProviderTrack,
} from './provider.port.js';

export interface HttpProviderOptions extends Omit<HttpExchangeOptions, 'userAgent'> {
  version: string;
  observer?: ProviderObserver | undefined;
  /** For search and discography; 10 by contract. */
  searchSeconds?: number;
  /** For status and health; 2 by contract. */
  statusSeconds?: number;
  /** For metadata of an album or artist, the whole answer; at least a minute, and twice `timeoutSeconds`. */
  jsonSeconds?: number;
  /** What a file must bring at least. */
  pace?: Pace;
}

const SHORTEST_SECONDS = 60;
/** A few hundred bytes a second: below what any connection brings that still works. */
const LEAST_BYTES = 16 * 1024;

/** The provider over HTTP/1.1. Nothing it sends leaves this class unparsed. */
export class HttpProvider implements Provider {
  private readonly exchange: HttpExchange;
  private readonly watch: RequestWatch;
  private readonly searchSeconds: number;
  private readonly statusSeconds: number;
  private readonly jsonSeconds: number;
  private readonly pace: Pace;

  constructor({
    version,
    observer,
    searchSeconds = 10,
    statusSeconds = 2,
    jsonSeconds,
    pace,
    ...rest
  }: HttpProviderOptions) {
    this.jsonSeconds = jsonSeconds ?? Math.max(SHORTEST_SECONDS, 2 * rest.timeoutSeconds);
    this.pace = pace ?? { seconds: Math.max(SHORTEST_SECONDS, rest.timeoutSeconds), bytes: LEAST_BYTES };
    this.exchange = new HttpExchange({ ...rest, userAgent: `Pezzottify/${version}` });
    this.watch = new RequestWatch(observer);
    this.searchSeconds = searchSeconds;
    this.statusSeconds = statusSeconds;
  }

  search(query: string, type: ProviderSearchType, signal?: AbortSignal): Promise<ProviderHit[]> {
    const path = `/search?q=${encodeURIComponent(query.toWellFormed())}&type=${type}`;
    return within(this.searchSeconds, 'search', signal, async (limited) =>
      parseSearch(await this.json('search', 'search', path, limited), type),
    );
  }

  discography(artistId: string, signal?: AbortSignal): Promise<ProviderDiscography> {
    const path = `/artist/${pathSegment(artistId)}/discography`;
    return within(this.searchSeconds, 'discography', signal, async (limited) => {
      const listed = parseDiscography(await this.json('get_discography', 'discography', path, limited));
      return lookUpDiscography(this, artistId, listed, limited);
    });
  }

  async artist(artistId: string, signal?: AbortSignal): Promise<ProviderArtist> {
    return parseArtist(await this.json('get_artist', 'artist', `/artist/${pathSegment(artistId)}`, signal));
  }

  async album(albumId: string, signal?: AbortSignal): Promise<ProviderAlbum> {
    return parseAlbum(await this.json('get_album', 'album', `/album/${pathSegment(albumId)}`, signal));
  }

  async albumTracks(albumId: string, signal?: AbortSignal): Promise<ProviderTrack[]> {
    const path = `/album/${pathSegment(albumId)}/tracks`;
    return parseTracks(await this.json('get_album_tracks', 'tracks', path, signal));
  }

  openAudio(trackId: string, signal?: AbortSignal): Promise<ProviderMedia> {
    return this.media('audio', `/track/${pathSegment(trackId)}/audio`, signal);
  }

  openImage(imageId: string, signal?: AbortSignal): Promise<ProviderMedia> {
    return this.media('image', `/image/${pathSegment(imageId)}`, signal);
  }

  status(signal?: AbortSignal): Promise<ProviderStatus> {
    return within(this.statusSeconds, 'status', signal, async (limited) =>
      parseStatus(await this.json('get_status', 'status', '/status', limited)),
    );
  }

  health(signal?: AbortSignal): Promise<void> {
    return within(this.statusSeconds, 'health', signal, (limited) =>
      this.watch.whole('health_check', limited, async () => {
        const answer = await this.get('health', '/health', '*/*', limited, 'identity');
        answer.body.destroy();
      }),
    );
  }

  close(): Promise<void> {
    return this.exchange.close();
  }

  private json(operation: ProviderOperation, subject: string, path: string, signal?: AbortSignal): Promise<unknown> {
    return this.watch.whole(operation, signal, () =>
      within(this.jsonSeconds, subject, signal, async (limited) => {
        const answer = await this.get(subject, path, 'application/json', limited, 'gzip');
        return readJsonAnswer(answer, subject, limited);
      }),
    );
  }

  private media(kind: 'audio' | 'image', path: string, signal?: AbortSignal): Promise<ProviderMedia> {
    return this.watch.media(kind, signal, async () => {
      const headers = { accept: `${kind}/*, */*;q=0.5`, 'accept-encoding': 'identity' };
      const { answer, connection } = await this.exchange.getFile({ subject: kind, path, headers, signal });
      return openMediaAnswer(answer, connection, kind, this.pace, signal);
    });
  }

  private get(
    subject: string,
    path: string,
    accept: string,
    signal: AbortSignal | undefined,
    encoding: string,
  ): Promise<HttpAnswer> {
    return this.exchange.get({ subject, path, headers: { accept, 'accept-encoding': encoding }, signal });
  }
}
