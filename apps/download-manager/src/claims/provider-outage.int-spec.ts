import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ClaimedItem, type WorkOutcome } from '@pezzottify/contracts';
import { RequestViews } from '../intake/request-view/request-views.js';
import { insertItem, statusOf } from '../storage/queue-rows.fixture.js';
import { writeState } from '../storage/queue-state.repository.js';
import { listItems } from '../storage/views.repository.js';
import { LEASE_SECONDS, machineOn, queueMachine, type QueueMachine } from './queue-machine.fixture.js';

const WORKER = { name: 'w', version: '1', protocol: 2, downloader: 'one' };
const OTHER = { ...WORKER, name: 'other', downloader: 'two' };
const refused: WorkOutcome = { kind: 'retry', error_type: 'connection', message: 'refused' };
const busy = (retry_after_seconds: number | null): WorkOutcome => ({
  kind: 'wait',
  error_type: 'rate_limited',
  message: 'busy',
  retry_after_seconds,
});
const stored: WorkOutcome = { kind: 'stored', bytes: 1, duration_ms: 1, media_kind: 'audio' };

const SETTINGS = { initialBackoffSecs: 10, maxBackoffSecs: 80, maxRetries: 5 };

describe('while the downloader is away', () => {
  let machine: QueueMachine;
  let held: ClaimedItem[];

  beforeEach(async () => {
    machine = await queueMachine(SETTINGS);
    for (let n = 0; n < 30; n += 1) await insertItem(machine.database, { content_type: 'TRACK_AUDIO' });
    held = await claim(5);
  });

  const claim = async (max_items: number, worker = WORKER): Promise<ClaimedItem[]> => {
    const reply = await machine.claim.execute({ worker, max_items });
    return reply.kind === 'claimed' ? reply.items : [];
  };
  const settle = async (items: readonly ClaimedItem[], outcome: WorkOutcome, worker = WORKER) => {
    for (const { id, lease_token } of items) await machine.reported.one(worker, { item_id: id, lease_token, outcome });
  };
  const waiting = async () => {
    const rows = await listItems(
      machine.database.reads,
      { status: 'PENDING', excludeCompleted: false, topLevelOnly: true },
      { limit: 1, offset: 0 },
    );
    const [view] = await new RequestViews(machine.gates, machine.clock).of(machine.database.reads, rows);
    return [view?.waiting_reason, view?.earliest_start_at];
  };

  it('nothing more is given out, requests are taken and say what they wait for', async () => {
    await settle(held, refused);
    expect(await claim(5)).toEqual([]);
    const until = machine.clock.seconds() + 10;
    expect(await waiting()).toEqual(['provider_cooling_down', until]);
    const albums = [{ id: 'asked', name: 'asked', artistName: '' }];
    const [verdict] = await machine.accept.execute({
      userId: '7',
      albums,
      complete: new Set(),
      requestType: 'album',
    });
    expect(verdict?.kind).toBe('accepted');
  });

  it('one item goes first when it has cooled down, and the rest when that was answered', async () => {
    await settle(held, refused);
    machine.clock.advance(10);
    const probes = await Promise.all([claim(5), claim(5), claim(1)]);
    expect(probes.flat()).toHaveLength(1);
    await settle(probes.flat(), stored);
    expect(await claim(5)).toHaveLength(5);
  });

  it('it stays away twice as long after a probe that failed, and as long as the downloader asks for', async () => {
    await settle(held, refused);
    machine.clock.advance(10);
    await settle(await claim(5), refused);
    machine.clock.advance(19);
    expect(await claim(1)).toEqual([]);
    machine.clock.advance(1);
    await settle(await claim(1), busy(70));
    machine.clock.advance(69);
    expect(await claim(1)).toEqual([]);
    machine.clock.advance(1);
    expect(await claim(9)).toHaveLength(1);
  });

  it('a probe whose worker died is followed by another', async () => {
    await settle(held, refused);
    machine.clock.advance(10);
    expect(await claim(1)).toHaveLength(1);
    machine.clock.advance(LEASE_SECONDS - 1);
    expect(await claim(1)).toEqual([]);
    machine.clock.advance(1);
    expect(await claim(1)).toHaveLength(1);
  });

  it('a restart forgets neither how long it is to stay away nor how often it failed', async () => {
    await settle(held, busy(60));
    machine = await machineOn(machine.database, machine.clock, SETTINGS);
    machine.clock.advance(59);
    expect(await claim(1)).toEqual([]);
    machine.clock.advance(1);
    await settle(await claim(5), refused);
    machine = await machineOn(machine.database, machine.clock, SETTINGS);
    machine.clock.advance(19);
    expect(await claim(5)).toEqual([]);
    machine.clock.advance(1);
    await settle(await claim(5), stored);
    machine = await machineOn(machine.database, machine.clock, SETTINGS);
    expect(await claim(5)).toHaveLength(5);
  });

  it('is left alone no longer than an item would wait, whatever it asks for, and whatever was written down', async () => {
    await settle(held, busy(999_999_999));
    machine.clock.advance(80);
    expect(await claim(5)).toHaveLength(1);
    const remembered = { one: { openUntil: machine.clock.seconds() + 999_999_999, openings: 1 } };
    await machine.database.write((tx) => writeState(tx, 'provider_circuits', remembered, machine.clock.seconds()));
    machine = await machineOn(machine.database, machine.clock, SETTINGS);
    machine.clock.advance(80);
    expect(await claim(5)).toHaveLength(1);
  });

  it('waiting uses up no attempt, however long it lasts', async () => {
    let probe = held;
    for (let round = 0; round < 30; round += 1) {
      await settle(probe, busy(null));
      machine.clock.advance(80);
      await machine.upkeep.pass();
      probe = await claim(5);
      expect(probe.length).toBeGreaterThan(0);
    }
    const counted = await machine.database.reads.get<{ n: number }>('SELECT max(retry_count) AS n FROM download_queue');
    expect(counted?.n).toBe(0);
  });

  it('workers with a downloader of their own go on', async () => {
    await settle(held, refused);
    const others = await claim(2, OTHER);
    expect(others).toHaveLength(2);
    await settle(others, stored, OTHER);
    expect(await waiting()).not.toContain('provider_cooling_down');
  });

  it('what is waited for is told by the downloaders that workers still use', async () => {
    await settle([held[0]!], stored);
    await settle(await claim(5, OTHER), refused, OTHER);
    expect(await waiting()).not.toContain('provider_cooling_down');
    machine.clock.advance(LEASE_SECONDS * 4);
    await settle(await claim(5, OTHER), refused, OTHER);
    expect(await waiting()).toEqual(['provider_cooling_down', machine.clock.seconds() + 20]);
  });

  it('a file that lay in its place says nothing of the downloader', async () => {
    await settle(held, refused);
    machine.clock.advance(10);
    await settle(await claim(1), { ...stored, is_fetched: false });
    expect(await claim(5)).toHaveLength(1);
  });

  it('wrong answers are answers: a broken album does not stop the others', async () => {
    await settle(held, { kind: 'give_up', error_type: 'not_found', message: 'm' });
    await settle(await claim(5), { kind: 'retry', error_type: 'parse', message: 'm' });
    expect(await claim(5)).toHaveLength(5);
  });
});

describe('a file that keeps coming corrupt', () => {
  const corrupt: WorkOutcome = { kind: 'retry', error_type: 'corruption', message: 'the file is empty' };

  /** Fetches the track until its item has ended; how often that was. */
  async function attemptsOf(machine: QueueMachine): Promise<number> {
    const id = await insertItem(machine.database, { content_type: 'TRACK_AUDIO', content_id: 'bad', max_retries: 5 });
    for (let attempts = 1; ; attempts += 1) {
      const reply = await machine.claim.execute({ worker: WORKER, max_items: 1 });
      if (reply.kind !== 'claimed') throw new Error(reply.kind);
      const [{ lease_token } = { lease_token: '' }] = reply.items;
      await machine.reported.one(WORKER, { item_id: id, lease_token, outcome: corrupt });
      if ((await statusOf(machine.database, id)) === 'FAILED') return attempts;
      machine.clock.advance(1000);
      await machine.upkeep.pass();
    }
  }

  it('is fetched fewer times with each item for it, until once', async () => {
    const machine = await queueMachine();
    expect([await attemptsOf(machine), await attemptsOf(machine)]).toEqual([6, 4]);
    expect([await attemptsOf(machine), await attemptsOf(machine)]).toEqual([1, 1]);
    const { message } = (await machine.database.reads.get<{ message: string }>(
      'SELECT error_message AS message FROM download_queue ORDER BY rowid DESC',
    ))!;
    expect(message).toBe('the file is empty; it came corrupt 12 times and is given up');
  });

  it.each(['it', 'its album'])('has all its attempts again when an administrator has %s tried again', async (what) => {
    const machine = await queueMachine();
    await attemptsOf(machine);
    await attemptsOf(machine);
    const ended = { status: 'FAILED', expanded_at: machine.clock.seconds() };
    const album = await insertItem(machine.database, { ...ended, content_type: 'ALBUM' });
    const track = { content_type: 'TRACK_AUDIO', content_id: 'bad', max_retries: 5 };
    const item = await insertItem(machine.database, { ...ended, ...track, parent_id: album });
    machine.clock.advance(1);
    await machine.retry.execute({ adminId: '1', itemId: what === 'it' ? item : album, isForced: false });
    const claim = async (): Promise<string> => {
      const reply = await machine.claim.execute({ worker: WORKER, max_items: 1 });
      return reply.kind === 'claimed' ? (reply.items[0]?.lease_token ?? '') : '';
    };
    if (what === 'its album') {
      const expanded = { kind: 'expanded' as const, album_name: 'a', artist_name: 'b', children: [] };
      await machine.reported.one(WORKER, { item_id: album, lease_token: await claim(), outcome: expanded });
    }
    await machine.reported.one(WORKER, { item_id: item, lease_token: await claim(), outcome: corrupt });
    expect(await statusOf(machine.database, item)).toBe('RETRY_WAITING');
  });
});
