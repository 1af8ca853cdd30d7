import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  briefly,
  codeOf,
  EMPTY,
  emptiness,
  startUserContent,
  type UserContentApp,
} from '../test-app/start-user-content.js';

const PATH = '/v1/user/settings';
const [DIRECT, EXTERNAL] = ['enable_direct_downloads', 'enable_external_search'] as const;
const of = (...pairs: [key: string, value: unknown][]) => ({
  settings: pairs.map(([key, value]) => ({ key, value })),
});
const changed = (key: string, value: boolean) => ({ type: 'setting_changed', payload: { setting: { key, value } } });

describe('settings', () => {
  let app: UserContentApp;
  let maria: Awaited<ReturnType<UserContentApp['signedIn']>>;

  beforeAll(async () => {
    app = await startUserContent();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    maria = await app.signedIn('Regular');
  });

  const read = async (token = maria.token) => (await app.send(token, 'GET', PATH)).json();
  const write = (body: unknown, token = maria.token) => app.send(token, 'PUT', PATH, body);

  it('that are not set are not listed', async () => {
    const answer = await app.send(maria.token, 'GET', PATH);
    expect([answer.status, await answer.text()]).toEqual([200, '{"settings":[]}']);
  });

  it('are written with an empty 200 and read back', async () => {
    expect(await emptiness(await write(of([EXTERNAL, true])))).toEqual(EMPTY);
    expect(await read()).toEqual(of([EXTERNAL, true]));
    expect(await emptiness(await write(of([DIRECT, false], [EXTERNAL, false])))).toEqual(EMPTY);
    expect(await read()).toEqual(of([DIRECT, false], [EXTERNAL, false]));
    expect(await emptiness(await write({ settings: [] }))).toEqual(EMPTY);
    expect(await read()).toEqual(of([DIRECT, false], [EXTERNAL, false]));
  });

  it('are of one user, and what is stored but unknown is not shown', async () => {
    const ivo = await app.signedIn('Regular');
    await write(of([EXTERNAL, true]), ivo.token);
    const stored = 'INSERT INTO user_settings (user_id, setting_key, setting_value) VALUES (?, ?, ?)';
    await app.database.write(async (tx) => {
      await tx.run(stored, [maria.id, 'theme', 'true']);
      await tx.run(stored, [maria.id, DIRECT, 'dark']);
    });
    expect(await read()).toEqual({ settings: [] });
  });

  it('count the last of a key that is given twice', async () => {
    await write(of([EXTERNAL, true], [EXTERNAL, false]));
    expect(await read()).toEqual(of([EXTERNAL, false]));
    expect(await app.storedEvents(maria.token)).toEqual([changed(EXTERNAL, false)]);
  });

  it('are told to the other devices, one event for each whose value has changed', async () => {
    const other = await app.accounts.session(maria.id);
    const told = await app.toldBy(maria.id, [maria.token, other], async () => {
      await write(of([EXTERNAL, true]));
      await write(of([EXTERNAL, true]));
      await write(of([DIRECT, true], [EXTERNAL, true]));
      await write(of([DIRECT, false], [EXTERNAL, false]));
    });
    const expected = [changed(EXTERNAL, true), changed(DIRECT, true), changed(DIRECT, false), changed(EXTERNAL, false)];
    expect(told).toEqual([[], expected]);
    expect((await app.storedEvents(maria.token)).slice(0, -1)).toEqual(expected);
  });

  describe('on an Android device', () => {
    let android: string;
    beforeEach(async () => {
      android = await app.accounts.session(maria.id, { deviceType: 'android' });
      await write(of([EXTERNAL, true]));
    });

    it('are those this device has written itself, with their value of now', async () => {
      const another = await app.accounts.session(maria.id, { deviceType: 'android' });
      expect(await read(android)).toEqual({ settings: [] });
      await write(of([DIRECT, true]), android);
      expect(await read(android)).toEqual(of([DIRECT, true]));
      await write(of([EXTERNAL, true]), android);
      await write(of([EXTERNAL, false]));
      expect(await read(android)).toEqual(of([DIRECT, true], [EXTERNAL, false]));
      expect(await read(another)).toEqual({ settings: [] });
      const state = await app.send(android, 'GET', '/v1/sync/state');
      expect(await state.json()).toMatchObject(of([DIRECT, true], [EXTERNAL, false]));
    });

    it('are pushed without payload until the device writes them, also over the connection it has open', async () => {
      const [told] = await app.toldBy(maria.id, [android], async () => {
        await write(of([EXTERNAL, false]));
        await write(of([EXTERNAL, false]), android);
        await write(of([EXTERNAL, true]));
      });
      expect(told).toEqual([{ type: 'setting_changed', payload: {} }, changed(EXTERNAL, true)]);
    });

    it('are not known for good by a refused write', async () => {
      expect((await write(of([EXTERNAL, true], ['theme', true]), android)).status).toBe(422);
      expect(await read(android)).toEqual({ settings: [] });
    });
  });

  const REFUSED: [sent: unknown, status: number, code: string][] = [
    [of([EXTERNAL, false], ['theme', true]), 422, 'UNKNOWN_SETTING'],
    [of(['', true]), 422, 'UNKNOWN_SETTING'],
    [of(['x'.repeat(10_000), true]), 422, 'UNKNOWN_SETTING'],
    [of(['Enable_external_search', true]), 422, 'UNKNOWN_SETTING'],
    [of([DIRECT, false], [EXTERNAL, 'true']), 422, 'UNKNOWN_SETTING'],
    [of([EXTERNAL, 1]), 422, 'UNKNOWN_SETTING'],
    [of([EXTERNAL, null]), 422, 'UNKNOWN_SETTING'],
    [{ settings: [{ key: EXTERNAL }] }, 422, 'UNKNOWN_SETTING'],
    [of([EXTERNAL, { toString: 1 }]), 422, 'UNKNOWN_SETTING'],
    [{}, 422, 'INVALID_BODY'],
    [[], 422, 'INVALID_BODY'],
    [{ settings: null }, 422, 'INVALID_BODY'],
    [{ settings: { key: EXTERNAL, value: true } }, 422, 'INVALID_BODY'],
    [{ settings: [EXTERNAL] }, 422, 'INVALID_BODY'],
    [{ settings: [null] }, 422, 'INVALID_BODY'],
    [{ settings: [[]] }, 422, 'INVALID_BODY'],
    [{ settings: [[{ key: EXTERNAL, value: true }]] }, 422, 'INVALID_BODY'],
    [{ settings: [{ value: true }] }, 422, 'INVALID_BODY'],
    [{ settings: [{ key: 5, value: true }] }, 422, 'INVALID_BODY'],
    ['{"settings":[', 400, 'MALFORMED_JSON'],
    [`"${'x'.repeat(2 * 1024 * 1024)}"`, 413, 'PAYLOAD_TOO_LARGE'],
  ];
  const named = REFUSED.map(([sent, ...refusal]): [string, unknown, number, string] => [
    briefly(sent),
    sent,
    ...refusal,
  ]);

  it.each(named)('refuse %s altogether', async (_name, body, status, code) => {
    await write(of([EXTERNAL, true]));
    expect(await codeOf(await write(body))).toEqual([status, code]);
    expect(await read()).toEqual(of([EXTERNAL, true]));
    expect(await app.storedEvents(maria.token)).toEqual([changed(EXTERNAL, true)]);
  });

  it('refuse another media type', async () => {
    const headers = { authorization: maria.token };
    const answer = await app.ask(PATH, { method: 'PUT', headers, body: '{"settings":[]}' });
    expect(await codeOf(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it.each(['GET', 'PUT'])('%s needs a session with AccessCatalog', async (method) => {
    const guest = await app.signedIn();
    const body = method === 'PUT' ? '{' : undefined;
    expect(await codeOf(await app.send('unknown', method, PATH, body))).toEqual([403, 'NO_SESSION']);
    expect(await codeOf(await app.send(guest.token, method, PATH, body))).toEqual([403, 'FORBIDDEN']);
  });
});
