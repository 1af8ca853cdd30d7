import { type CatalogIngestRequest, type IngestArtist, type IngestTrack } from '@pezzottify/contracts';

/** Well below the 1 MiB that a NATS server takes in one message. */
export const MAX_REQUEST_BYTES = 700 * 1024;

/**
 * One request for any usual album; for a huge one several, each understandable alone: the album, some of its tracks
 * and the artists these name. Ingestion is idempotent and adds what is missing, so together they are the whole.
 */
export function splitIngest(request: CatalogIngestRequest, maxBytes = MAX_REQUEST_BYTES): CatalogIngestRequest[] {
  if (bytesOf(request) <= maxBytes) return [request];
  const split = new IngestSplit(request, maxBytes);
  for (const track of request.album.tracks) split.add(track);
  return split.end();
}

class IngestSplit {
  private readonly parts: CatalogIngestRequest[] = [];
  private readonly artists: Map<string, IngestArtist>;
  private tracks: IngestTrack[] = [];
  private named = new Set<string>();
  private bytes = 0;

  constructor(
    private readonly request: CatalogIngestRequest,
    private readonly maxBytes: number,
  ) {
    this.artists = new Map(request.artists.map((artist) => [artist.id, artist]));
    this.begin();
  }

  add(track: IngestTrack): void {
    const artistIds = track.artists.map(({ artist_id }) => artist_id);
    if (this.tracks.length > 0 && this.bytes + this.costOf(track, artistIds) > this.maxBytes) this.close();
    this.bytes += this.costOf(track, artistIds);
    this.tracks.push(track);
    for (const id of artistIds) this.named.add(id);
  }

  end(): CatalogIngestRequest[] {
    this.close();
    return this.parts;
  }

  private begin(): void {
    const { album } = this.request;
    this.tracks = [];
    this.named = new Set();
    this.bytes = bytesOf({ ...album, tracks: [] });
    for (const id of album.artist_ids) this.name(id);
  }

  private close(): void {
    const artists = this.request.artists.filter(({ id }) => this.named.has(id)).map(({ id }) => this.artist(id));
    // Said once in full, an artist needs no more than to be known to the parts that follow.
    for (const { id, name } of artists) this.artists.set(id, bare(id, name));
    this.parts.push({ artists, album: { ...this.request.album, tracks: this.tracks } });
    this.begin();
  }

  private name(artistId: string): void {
    this.bytes += this.named.has(artistId) ? 0 : bytesOf(this.artist(artistId));
    this.named.add(artistId);
  }

  private costOf(track: IngestTrack, artistIds: string[]): number {
    const fresh = new Set(artistIds.filter((id) => !this.named.has(id)));
    return [...fresh].reduce((bytes, id) => bytes + bytesOf(this.artist(id)), bytesOf(track));
  }

  private artist(id: string): IngestArtist {
    return this.artists.get(id) ?? bare(id, '');
  }
}

function bare(id: string, name: string): IngestArtist {
  return { id, name, genres: [], activity_periods: [], related_artist_ids: [], images: [] };
}

/** With the comma that follows it. */
function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value)) + 1;
}
