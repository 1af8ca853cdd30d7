import { Inject, Injectable } from '@nestjs/common';
import { CodedError, isPossibleId } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Provider, type ProviderDiscography } from '../../provider/provider.port.js';
import { LOGGER, PROVIDER } from '../../tokens.js';
import { type AcceptCommand, AcceptAlbums, type Verdict } from '../accept-albums/accept-albums.js';
import { CatalogPresence } from '../accept-albums/catalog-presence.js';
import { type WantedAlbum } from '../accept-albums/judge-albums.js';
import { NothingToQueueError } from '../intake.errors.js';
import { askProvider } from '../provider-refusal.js';
import { LONGEST_NAME } from '../request-album/request-album.body.js';

export interface DiscographyRequested {
  readonly requestIds: readonly string[];
  readonly skipped: number;
  /** How many of the skipped for each error code. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Albums per transaction: other writers wait for no longer than this many take. */
const AT_ONCE = 100;

/** Takes the wish for every album of an artist, as far as the checks let each of them pass. */
@Injectable()
export class RequestDiscography {
  constructor(
    @Inject(PROVIDER) private readonly provider: Provider,
    private readonly presence: CatalogPresence,
    private readonly acceptAlbums: AcceptAlbums,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async execute(userId: string, artist: { id: string; name: string }): Promise<DiscographyRequested> {
    const albums = wanted(await askProvider(this.provider.discography(artist.id), 'NOT_FOUND'), artist.name);
    const complete = await this.presence.completeAlbums(albums.map(({ id }) => id));
    const verdicts: Verdict[] = [];
    for (let from = 0; from < albums.length; from += AT_ONCE) {
      const part = { userId, albums: albums.slice(from, from + AT_ONCE), complete };
      // Counted as the one request it is.
      const requestType = verdicts.some(({ kind }) => kind === 'accepted') ? null : 'discography';
      const accepted = await this.accept({ ...part, requestType });
      verdicts.push(...(accepted ?? albums.slice(from).map(() => NOT_STORED)));
      if (!accepted) break;
    }
    return summary(verdicts);
  }

  /** Undefined when the part could not be stored, but an earlier one is: its requests must be told. */
  private async accept(command: AcceptCommand): Promise<Verdict[] | undefined> {
    try {
      return await this.acceptAlbums.execute(command);
    } catch (error) {
      if (command.requestType !== null) throw error;
      this.logger.error({ err: error }, 'a part of a discography could not be queued');
      return undefined;
    }
  }
}

const NOT_STORED: Verdict = { kind: 'refused', error: new CodedError('INTERNAL', 'it could not be queued') };

/** Under the names found at the provider. What could not be stored is left out. */
function wanted({ artist, albums }: ProviderDiscography, artistName: string): WantedAlbum[] {
  return albums
    .filter(({ id }) => isPossibleId(id))
    .map(({ id, name, artistName: own }) => ({
      id,
      name: name.slice(0, LONGEST_NAME),
      artistName: (own ?? (artist.name || artistName)).slice(0, LONGEST_NAME),
    }));
}

function summary(verdicts: readonly Verdict[]): DiscographyRequested {
  const requestIds = verdicts.flatMap((verdict) => (verdict.kind === 'accepted' ? [verdict.requestId] : []));
  if (requestIds.length === 0) throw whyNothing(verdicts);
  return { requestIds, skipped: verdicts.length - requestIds.length, reasons: reasonsOf(verdicts) };
}

function reasonsOf(verdicts: readonly Verdict[]): Record<string, number> {
  const refused = Map.groupBy(
    verdicts.flatMap((verdict) => (verdict.kind === 'refused' ? [verdict.error.code] : [])),
    (code) => code,
  );
  return Object.fromEntries([...refused].map(([code, all]) => [code, all.length]));
}

/** A limit, or the catalog being away, says more to the user than that nothing was left to request. */
function whyNothing(verdicts: readonly Verdict[]): Error {
  const errors = verdicts.flatMap((verdict) => (verdict.kind === 'refused' ? [verdict.error] : []));
  const telling = ['DAILY_LIMIT_REACHED', 'QUEUE_LIMIT_REACHED', 'CATALOG_UNAVAILABLE'];
  return errors.find(({ code }) => telling.includes(code)) ?? new NothingToQueueError();
}
