import { describe, expect, it } from '@jest/globals';
import { type SessionAdmitReply } from '@pezzottify/contracts';
import { type MessageBus, PeerFailedError, PeerUnavailableError } from '@pezzottify/messaging';
import { RemoteSessionJudge } from './remote-session-judge.js';

const SESSION = {
  user_id: 7,
  user_handle: 'm',
  device_id: 1,
  device_type: 'web',
  permissions: ['AccessCatalog'],
} as const;
const ADMITTED: SessionAdmitReply = { kind: 'admitted', session: { ...SESSION, permissions: [] }, is_cacheable: true };

type Answer = SessionAdmitReply | Error;

/** A bus whose peer gives the next answer of the list, the last one for ever. */
function setup(...answers: Answer[]) {
  const asked: unknown[] = [];
  let revoke: () => void = () => undefined;
  let now = 0;
  const bus = {
    request: (name: string, body: object, { timeoutMs }: { timeoutMs: number }) => {
      asked.push({ name, ...body, timeoutMs });
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    onSignal: (_name: string, handler: () => void) => {
      revoke = handler;
    },
  } as unknown as MessageBus;
  const judge = new RemoteSessionJudge({ bus, now: () => now });
  return { judge, asked, revoke: () => revoke(), pass: (milliseconds: number) => (now += milliseconds) };
}

describe('RemoteSessionJudge', () => {
  it('asks catalog-api with both tokens in order', async () => {
    const { judge, asked } = setup(ADMITTED);
    expect(await judge.admit(['abc', 'def'], ['EditCatalog'])).toBe(ADMITTED);
    expect(asked).toEqual([
      { name: 'session.admit', tokens: ['abc', 'def'], any_of: ['EditCatalog'], timeoutMs: 2000 },
    ]);
  });

  it('asks again only after 5 seconds', async () => {
    const { judge, asked, pass } = setup(ADMITTED);
    await judge.admit(['abc'], []);
    pass(4999);
    await judge.admit(['abc'], []);
    expect(asked).toHaveLength(1);
    pass(1);
    await judge.admit(['abc'], []);
    expect(asked).toHaveLength(2);
  });

  it('tells tokens and permissions apart', async () => {
    const { judge, asked } = setup(ADMITTED);
    await judge.admit(['abc'], []);
    await judge.admit(['abc'], ['EditCatalog']);
    await judge.admit(['abc', 'def'], []);
    await judge.admit(['def'], []);
    expect(asked).toHaveLength(4);
  });

  it('forgets everything at once when sessions are revoked', async () => {
    const { judge, asked, revoke } = setup(ADMITTED, { kind: 'no_session' });
    await judge.admit(['abc'], []);
    revoke();
    expect(await judge.admit(['abc'], [])).toEqual({ kind: 'no_session' });
    expect(asked).toHaveLength(2);
  });

  it.each<[string, SessionAdmitReply]>([
    ['that used up a unit of a grant', { ...ADMITTED, is_cacheable: false }],
    ['of no session: a sign-in must count at once', { kind: 'no_session' }],
    [
      'of a missing permission: a grant must count at once',
      { kind: 'forbidden', session: { ...SESSION, permissions: [] } },
    ],
  ])('does not keep a verdict %s', async (_what, verdict) => {
    const { judge, asked } = setup(verdict);
    await judge.admit(['abc'], []);
    await judge.admit(['abc'], []);
    expect(asked).toHaveLength(2);
  });

  it('says that catalog-api is away, not that the caller may not', async () => {
    const { judge } = setup(new PeerUnavailableError('session.admit', 'nobody_answers'));
    await expect(judge.admit(['abc'], [])).rejects.toMatchObject({ code: 'CATALOG_UNAVAILABLE' });
  });

  it('passes on that catalog-api failed: that is no answer about the caller either', async () => {
    const failure = new PeerFailedError('session.admit', 'INTERNAL', 'x');
    await expect(setup(failure).judge.admit(['abc'], [])).rejects.toBe(failure);
  });
});
