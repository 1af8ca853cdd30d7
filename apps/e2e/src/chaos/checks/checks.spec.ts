import { describe, expect, it } from '@jest/globals';
import { type Evidence, type QueueRow } from '../evidence/evidence.js';
import { auditProblems } from './audit.js';
import { figureProblems } from './figures.js';
import { itemProblems } from './items.js';
import { mediaProblems } from './media.js';
import { requestProblems } from './requests.js';
import { toldProblems } from './told.js';

const NOW = 1_750_000_000;

const row = (id: string, rest: Partial<QueueRow>): QueueRow => ({
  ...{ id, parent_id: null, status: 'COMPLETED', content_type: 'ALBUM', content_id: 'a', request_source: 'USER' },
  ...{ requested_by_user_id: '7', completed_at: NOW, expanded_at: null, retry_count: 0, max_retries: 5 },
  ...{ error_type: null, error_message: null, bytes_downloaded: 10, processing_duration_ms: 4, lease_token: null },
  ...rest,
});

const child = (id: string, content_type: string, content_id: string): QueueRow =>
  row(id, { parent_id: 'r', content_type, content_id });

const entries = (queue_item_id: string, ...types: string[]) =>
  types.map((event_type) => ({ queue_item_id, event_type, user_id: event_type.startsWith('REQUEST') ? '7' : null }));

const told = (seq: number, event_type: string, request_id: string, status: string | null = null) => ({
  ...{ user_id: 7, seq, event_type, request_id, status },
});

/** One album with a track and a cover, that a user asked for and got, and one that is cancelled. */
const good = (): Evidence => ({
  wishes: [
    { userId: '7', albumId: 'a', requestId: 'r', standing: 'wants' },
    { userId: '7', albumId: 'b', requestId: 'c', standing: 'left' },
  ],
  albums: [
    { id: 'a', artistId: 'x', offer: 'whole', trackIds: ['t'], imageIds: ['i'] },
    { id: 'b', artistId: 'x', offer: 'whole', trackIds: ['u'], imageIds: [] },
  ],
  queue: {
    items: [
      row('r', { expanded_at: NOW, bytes_downloaded: 20 }),
      child('rt', 'TRACK_AUDIO', 't'),
      child('ri', 'ALBUM_IMAGE', 'i'),
      row('c', { status: 'CANCELLED', content_id: 'b' }),
    ],
    participants: ['r', 'c'].map((queue_item_id) => ({ queue_item_id, user_id: '7' })),
    audit: [
      ...entries('r', 'REQUEST_CREATED', 'DOWNLOAD_STARTED', 'DOWNLOAD_STARTED', 'CHILDREN_CREATED'),
      ...entries('rt', 'DOWNLOAD_STARTED', 'RETRY_SCHEDULED', 'DOWNLOAD_STARTED', 'DOWNLOAD_COMPLETED'),
      ...entries('ri', 'DOWNLOAD_STARTED', 'DOWNLOAD_COMPLETED'),
      ...entries('r', 'DOWNLOAD_COMPLETED'),
      ...entries('c', 'REQUEST_CREATED', 'REQUEST_CANCELLED'),
    ],
  },
  figures: {
    stats: {
      queue: { pending: 0, in_progress: 0, retry_waiting: 0, completed_today: 3, failed_today: 0 },
      capacity: { albums_this_hour: 1, albums_today: 1 },
      processing: { average_duration_ms: 4, success_rate_percent: 100 },
    },
    history: { total_albums: 1, total_tracks: 1, total_images: 1, total_bytes: 20, total_failures: 0 },
    activity: { totals: { albums: 1, tracks: 1, bytes: 20 } },
  },
  figuresAt: NOW,
  catalog: {
    albums: [{ id: 'a' }],
    tracks: [{ id: 't', album_id: 'a', audio_uri: 'audio/t.mp3', format: 'MP3_320' }],
    images: [{ id: 'i', uri: 'images/i.jpg' }],
    created: [{ entity: 'album a', times: 1 }],
  },
  told: {
    events: [
      told(1, 'download_request_created', 'r'),
      told(2, 'download_request_created', 'c'),
      told(3, 'download_status_changed', 'c', 'CANCELLED'),
      told(4, 'download_completed', 'r'),
    ],
    notifications: [{ user_id: 7, request_id: 'r' }],
  },
  files: new Map([
    ['audio/t.mp3', 'hash of t'],
    ['images/i.jpg', 'hash of i'],
  ]),
  provided: new Map(['t', 'i', 'u'].map((id) => [id, `hash of ${id}`])),
});

type Mutable<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, V>
    : T extends object
      ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
      : T;
type Tampered = Mutable<Evidence>;

const item = ({ queue }: Tampered, id: string) => queue.items.find((one) => one.id === id)!;

const TAMPERINGS: readonly [what: string, tamper: (evidence: Tampered) => unknown, problem: string][] = [
  ['a request that never ends', (e) => (item(e, 'rt').status = 'RETRY_WAITING'), 'is RETRY_WAITING'],
  ['a lease that is never given back', (e) => (item(e, 'rt').lease_token = 'x'), 'still has a lease'],
  ['a failure without a reason', (e) => (item(e, 'rt').status = 'FAILED'), 'though the provider has it'],
  ['an album without one of its files', (e) => (item(e, 'ri').status = 'CANCELLED'), 'COMPLETED without 1 children'],
  ['a second set of children', (e) => e.queue.items.push(child('rt2', 'TRACK_AUDIO', 't')), 'is a child 2 times'],
  [
    'a track fetched twice',
    (e) => e.queue.items.push({ ...child('ct', 'TRACK_AUDIO', 't'), parent_id: 'c' }),
    'was downloaded 2 times',
  ],
  ['bytes that are no sum', (e) => (item(e, 'rt').bytes_downloaded = 11), 'its children 21'],
  ['a request that is lost', (e) => e.queue.items.splice(0, 1), 'was accepted and is gone'],
  ['a request cancelled under who wants it', (e) => (item(e, 'r').status = 'CANCELLED'), 'has not got it COMPLETED'],
  ['a request that goes on without anyone', (e) => (item(e, 'c').status = 'COMPLETED'), 'is still in it'],
  ['a request of nobody', (e) => e.wishes.splice(1, 1), 'was asked for by nobody'],
  ['a second end', (e) => e.queue.audit.push(...entries('rt', 'DOWNLOAD_COMPLETED')), 'came when it was COMPLETED'],
  ['an illegal move', (e) => e.queue.audit.splice(1, 2), 'CHILDREN_CREATED came when it was waiting'],
  ['an end that is not in the log', (e) => e.queue.audit.splice(9, 1), 'its log ends running'],
  ['work that nobody asked for', (e) => e.queue.audit.push(...entries('zz', 'DOWNLOAD_STARTED')), 'the queue does not'],
  ['a wrong count', (e) => (e.figures.stats.queue.completed_today = 2), 'queue.completed_today is shown as 2'],
  ['a wrong capacity', (e) => (e.figures.stats.capacity.albums_today = 0), 'capacity.albums_today is shown as 0'],
  ['a wrong average', (e) => (e.figures.stats.processing.average_duration_ms = 5), 'average_duration_ms is shown as 5'],
  ['a file counted twice', (e) => (e.figures.history.total_bytes = 40), 'history.total_bytes is shown as 40'],
  ['an album counted twice', (e) => (e.figures.activity.totals.albums = 2), 'activity.albums is shown as 2'],
  ['a missing file', (e) => e.files.delete('audio/t.mp3'), 't of a is not there'],
  ['a partial file', (e) => e.files.set('audio/t.mp3', 'another hash'), 't of a has other bytes'],
  ['a missing row', (e) => e.catalog.tracks.pop(), 'another number of tracks'],
  ['a track that was never attached', (e) => (e.catalog.tracks[0]!.format = 'UNKNOWN'), 't has no format'],
  ['a temporary file', (e) => e.files.set(`audio/.part-${'f'.repeat(36)}-1`, 'x'), 'was left behind'],
  ['a file that nobody refers to', (e) => e.files.set('audio/t.flac', 'hash of t'), 'no row refers to audio/t.flac'],
  ['a strange file of a cancelled album', (e) => e.files.set('audio/u.mp3', 'x'), 'is not what the provider serves'],
  ['a row made twice', (e) => (e.catalog.created[0]!.times = 2), 'album a was created 2 times'],
  ['a notification that never came', (e) => e.told.notifications.pop(), 'notified of the end never'],
  [
    'a second notification',
    (e) => e.told.notifications.push({ user_id: 7, request_id: 'r' }),
    'notified of the end 1 times',
  ],
  ['an end that was not told', (e) => e.told.events.pop(), 'told of completion never'],
  ['a cancelling that was not told', (e) => e.told.events.splice(2, 1), 'told of cancelling never'],
  ['an event that got lost', (e) => (e.told.events[3]!.seq = 5), 'the events of user 7 have gaps'],
  ['news after the end', (e) => e.told.events.push(told(5, 'download_progress_updated', 'r')), 'after completion'],
];

const problemsOf = (evidence: Evidence): string[] =>
  [itemProblems, requestProblems, auditProblems, figureProblems, mediaProblems, toldProblems].flatMap((check) =>
    check(evidence),
  );

describe('the checks after the chaos', () => {
  it('find nothing in a household where all is well', () => expect(problemsOf(good())).toEqual([]));

  it.each(TAMPERINGS)('find %s', (_what, tamper, problem) => {
    const evidence = good() as Tampered;
    tamper(evidence);
    expect(problemsOf(evidence as Evidence).join('\n')).toContain(problem);
  });
});
