import { describe, expect, it } from '@jest/globals';
import { CatalogUnavailableError } from '../intake.errors.js';
import { type ActiveRequest, type Grounds, judgeAlbums } from './judge-albums.js';

const NOW = 86_400 * 20_000 + 80_000;
const album = (id: string) => ({ id, name: id, artistName: '' });
const active = (id: string, isMine: boolean): [string, ActiveRequest] => [
  id,
  { item: { id: `item-${id}` } as ActiveRequest['item'], isMine },
];

const judge = (ids: string[], some: Partial<Grounds> = {}): string[] => {
  const grounds = {
    standing: { requestsToday: 0, inQueue: 0 },
    limits: { maxPerDay: 100, maxQueue: 100 },
    complete: new Set<string>(),
    active: new Map<string, ActiveRequest>(),
    now: NOW,
    ...some,
  };
  return judgeAlbums(ids.map(album), grounds).map((one) => (one.kind === 'refused' ? one.error.code : one.kind));
};

describe('the checks of an album request', () => {
  it('let pass what is nowhere, and join what is on its way for others', () => {
    expect(judge(['a', 'b'], { active: new Map([active('b', false)]) })).toEqual(['new', 'join']);
  });

  it('come in the order of the contract: day, queue, catalog, own request', () => {
    const all: Partial<Grounds> = { complete: new Set(['a']), active: new Map([active('a', true)]) };
    const full = { requestsToday: 1, inQueue: 1 };
    expect(judge(['a'], { ...all, standing: full, limits: { maxPerDay: 1, maxQueue: 1 } })).toEqual([
      'DAILY_LIMIT_REACHED',
    ]);
    expect(judge(['a'], { ...all, standing: full, limits: { maxPerDay: 2, maxQueue: 1 } })).toEqual([
      'QUEUE_LIMIT_REACHED',
    ]);
    expect(judge(['a'], all)).toEqual(['ALREADY_IN_CATALOG']);
    expect(judge(['a'], { active: new Map([active('a', true)]) })).toEqual(['ALREADY_QUEUED']);
  });

  it('count what was let pass before against the limits, joined albums too, refused ones not', () => {
    const grounds = {
      complete: new Set(['b']),
      active: new Map([active('c', false)]),
      limits: { maxPerDay: 2, maxQueue: 9 },
    };
    expect(judge(['a', 'b', 'c', 'd'], grounds)).toEqual(['new', 'ALREADY_IN_CATALOG', 'join', 'DAILY_LIMIT_REACHED']);
    expect(judge(['a', 'd'], { limits: { maxPerDay: 9, maxQueue: 1 } })).toEqual(['new', 'QUEUE_LIMIT_REACHED']);
  });

  it('take an album once, however often it is asked for at once', () => {
    expect(judge(['a', 'a'])).toEqual(['new', 'ALREADY_QUEUED']);
  });

  it('do not get past the catalog while it is away', () => {
    expect(judge(['a'], { complete: new CatalogUnavailableError(undefined) })).toEqual(['CATALOG_UNAVAILABLE']);
  });

  it('tell when the day is over', () => {
    const [refused] = judgeAlbums([album('a')], {
      standing: { requestsToday: 1, inQueue: 0 },
      limits: { maxPerDay: 1, maxQueue: 1 },
      complete: new Set(),
      active: new Map(),
      now: NOW,
    });
    expect(refused).toMatchObject({ error: { retryAfterSeconds: 6_400 } });
  });
});
