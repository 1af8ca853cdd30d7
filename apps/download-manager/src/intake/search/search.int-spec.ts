import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestOwner } from '../../owner.fixture.js';
import { type Discography } from '../search-discography/search-discography.usecase.js';
import { type SearchResult } from './result.mapper.js';

interface Found {
  results: SearchResult[];
  total: number;
}

describe('GET /v1/download/search', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({ albums: 3 });
  });
  beforeEach(() => owner.provider.heal());

  it('gives what the provider finds, the best first, with what the catalog has', async () => {
    owner.catalog.completeAlbums.add('album-2');
    const { status, json } = await owner.get<Found>('/search?q=harbour%20lights%202');
    expect(status).toBe(200);
    expect(json.total).toBe(json.results.length);
    expect(json.results[0]).toEqual({
      id: 'album-2',
      type: 'album',
      name: 'Harbour Lights 2',
      artist_name: 'The Pilots',
      image_url: json.results[0]?.image_url,
      year: 2010,
      in_catalog: true,
      in_queue: false,
      score: 1,
    });
    const scores = json.results.map((result) => result.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('marks what is on its way for whoever asked, and adds the state of the own request', async () => {
    const { json: mine } = await owner.requestAlbum('album-1', 1);
    const find = async (user: number) =>
      (await owner.get<Found>('/search?q=harbour', { user })).json.results.find(({ id }) => id === 'album-1');
    expect(await find(1)).toMatchObject({
      in_queue: true,
      request_status: {
        request_id: mine.request_id,
        status: 'PENDING',
        queue_position: 1,
        progress: null,
        error_message: null,
        created_at: owner.clock.seconds(),
      },
    });
    const foreign = await find(2);
    expect(foreign?.in_queue).toBe(true);
    expect(foreign).not.toHaveProperty('request_status');
  });

  it('asks the catalog once for all results', async () => {
    const before = owner.catalog.presenceQuestions;
    await owner.get('/search?q=harbour');
    expect(owner.catalog.presenceQuestions).toBe(before + 1);
  });

  it('finds artists, which are in the catalog or not but never in the queue', async () => {
    const search = async () => (await owner.get<Found>('/search?q=the%20pilots&type=artist')).json.results[0];
    expect(await search()).toMatchObject({
      id: 'artist-1',
      type: 'artist',
      artist_name: null,
      year: null,
      in_catalog: false,
      in_queue: false,
      score: 1,
    });
    owner.catalog.artists.add('artist-1');
    expect(await search()).toMatchObject({ in_catalog: true });
  });

  it.each(['/search', '/search?q=%20', '/search?q=x&type=track'])('refuses %s', async (path) => {
    const { status, code } = await owner.get(path);
    expect({ status, code }).toEqual({ status: 400, code: 'INVALID_PARAMETER' });
  });

  it.each([
    [500, 502, 'PROVIDER_ERROR'],
    [404, 502, 'PROVIDER_ERROR'],
    [504, 504, 'PROVIDER_TIMEOUT'],
  ])('answers %d of the provider with %d', async (fault, status, code) => {
    owner.provider.fail({ path: '/search', fault: { kind: 'status', status: fault } });
    const answer = await owner.get('/search?q=harbour');
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it('answers 503 while the catalog is away: "not in the catalog" would be a guess', async () => {
    await owner.catalog.goAway();
    const answer = await owner.get('/search?q=harbour');
    await owner.catalog.comeBack();
    expect([answer.status, answer.code]).toEqual([503, 'CATALOG_UNAVAILABLE']);
  });
});

describe('GET /v1/download/search/discography/{artist_id}', () => {
  let owner: TestOwner;

  beforeAll(async () => {
    owner = await TestOwner.start({ albums: 3 });
  });

  it('gives artist and albums, each with its standing', async () => {
    owner.catalog.completeAlbums.add('album-3');
    owner.catalog.artists.add('artist-1');
    await owner.requestAlbum('album-2');
    const { status, json } = await owner.get<Discography>('/search/discography/artist-1');
    expect(status).toBe(200);
    expect(json.artist).toMatchObject({ id: 'artist-1', type: 'artist', in_catalog: true });
    const standings = json.albums.map((a) => [a.id, a.in_catalog, a.in_queue, 'request_status' in a]);
    expect(standings).toEqual([
      ['album-1', false, false, false],
      ['album-2', false, true, true],
      ['album-3', true, false, false],
    ]);
  });

  it('does not know an artist the provider does not know', async () => {
    const { status, code } = await owner.get('/search/discography/nobody');
    expect([status, code]).toEqual([404, 'NOT_FOUND']);
  });
});
