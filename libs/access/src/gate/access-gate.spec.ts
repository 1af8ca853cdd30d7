import { describe, expect, it } from '@jest/globals';
import { CodedError, type Session, type SessionAdmitReply } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';
import { permissionRoute, publicRoute, type RouteAccess, sessionRoute } from '../declarations/route-access.js';
import { AccessGate } from './access-gate.js';

const SESSION: Session = { user_id: 7, user_handle: 'maria', device_id: 1, device_type: 'web', permissions: [] };
const ADMITTED: SessionAdmitReply = { kind: 'admitted', session: SESSION, is_cacheable: true };
const FORBIDDEN: SessionAdmitReply = { kind: 'forbidden', session: SESSION };

interface Given {
  verdict?: SessionAdmitReply;
  headers?: Record<string, string>;
  exhausted?: string[];
}

/** A judge and a limiter that write down what they are asked. */
function setup({ verdict = ADMITTED, headers = { authorization: 'abc' }, exhausted = [] }: Given = {}) {
  const asked: unknown[] = [];
  const gate = new AccessGate({
    judge: {
      admit: (tokens, anyOf) => {
        asked.push(['judge', tokens, anyOf]);
        return Promise.resolve(verdict);
      },
    },
    limiter: {
      take: (bucket, key) => {
        asked.push([bucket, key]);
        return exhausted.includes(bucket) ? { allowed: false, retryAfterSeconds: 9 } : { allowed: true };
      },
    },
  });
  const request = { method: 'GET', ip: '192.0.2.1', raw: { headers } } as unknown as FastifyRequest;
  const admit = async (access: RouteAccess) => {
    try {
      await gate.admit(request, access);
      return request.session?.user_id ?? null;
    } catch (error) {
      return error instanceof CodedError ? error.code : error;
    }
  };
  return { admit, asked, gate, request };
}

const EDIT = permissionRoute(['EditCatalog', 'DownloadManagerAdmin'], { bucket: 'write' }).access;

describe('AccessGate', () => {
  it('asks for global limit, session and permission, then the limit of the group', async () => {
    const { admit, asked } = setup();
    expect(await admit(EDIT)).toBe(7);
    expect(asked).toEqual([
      ['judge', ['abc'], ['EditCatalog', 'DownloadManagerAdmin']],
      ['global', 'user:7'],
      ['write', 'user:7'],
    ]);
  });

  it.each([
    ['without token', { headers: {} }, 'NO_SESSION', [['global', 'ip:192.0.2.1']]],
    [
      'with a token nobody knows',
      { verdict: { kind: 'no_session' } as const },
      'NO_SESSION',
      [['global', 'ip:192.0.2.1']],
    ],
    ['without the permission', { verdict: FORBIDDEN }, 'FORBIDDEN', [['global', 'user:7']]],
  ])('takes nothing from the group of a caller %s', async (_who, given, code, taken) => {
    const { admit, asked } = setup(given);
    expect(await admit(EDIT)).toBe(code);
    expect(asked.filter((question) => (question as string[])[0] !== 'judge')).toEqual(taken);
  });

  it('says 429 before it says 403, as far as the global limit goes', async () => {
    const { admit } = setup({ verdict: FORBIDDEN, exhausted: ['global'] });
    expect(await admit(EDIT)).toBe('RATE_LIMITED');
  });

  it('says 403 before the limit of the group', async () => {
    const { admit } = setup({ verdict: FORBIDDEN, exhausted: ['write'] });
    expect(await admit(EDIT)).toBe('FORBIDDEN');
  });

  it.each([
    ['FORBIDDEN', { verdict: FORBIDDEN }],
    ['RATE_LIMITED', { exhausted: ['global'] }],
  ])('notes whose request it was also when it says %s', async (code, given) => {
    const { admit, request } = setup(given);
    expect(await admit(EDIT)).toBe(code);
    expect(request.session).toBe(SESSION);
  });

  it('takes each limit when the judge says so, and not again', async () => {
    const taken: string[] = [];
    const gate = new AccessGate({
      judge: {
        admit: (_tokens, _anyOf, checks) => {
          checks?.known(SESSION);
          taken.push('session');
          checks?.permitted();
          taken.push('unit');
          return Promise.resolve(ADMITTED);
        },
      },
      limiter: {
        take: (bucket) => {
          taken.push(bucket);
          return { allowed: true };
        },
      },
    });
    await gate.admit(setup().request, EDIT);
    expect(taken).toEqual(['global', 'session', 'write', 'unit']);
  });

  it('tells how long to wait', async () => {
    const { gate, request } = setup({ exhausted: ['write'] });
    await expect(gate.admit(request, EDIT)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 9 });
  });

  it('asks no judge for a public route, and counts its callers by address', async () => {
    const { admit, asked } = setup();
    expect(await admit(publicRoute({ bucket: 'login' }).access)).toBeNull();
    expect(asked).toEqual([
      ['global', 'ip:192.0.2.1'],
      ['login', 'ip:192.0.2.1'],
    ]);
  });

  it('asks no judge when there is no token to judge', async () => {
    const { admit, asked } = setup({ headers: {} });
    await admit(sessionRoute().access);
    expect(asked).toEqual([['global', 'ip:192.0.2.1']]);
  });

  it('names what is needed', async () => {
    const forbidden = setup({ verdict: FORBIDDEN });
    await expect(forbidden.gate.admit(forbidden.request, EDIT)).rejects.toThrow(/EditCatalog or DownloadManagerAdmin/);
    const stranger = setup({ headers: {} });
    await expect(stranger.gate.admit(stranger.request, EDIT)).rejects.toThrow(/EditCatalog or DownloadManagerAdmin/);
  });

  it('lets a failing judge fail the request', async () => {
    const failure = new Error('database is gone');
    const gate = new AccessGate({ judge: { admit: () => Promise.reject(failure) } });
    await expect(gate.admit(setup().request, EDIT)).rejects.toBe(failure);
  });

  describe('for a WebSocket', () => {
    const UPGRADE = {
      upgrade: 'websocket',
      connection: 'keep-alive, Upgrade',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const access = sessionRoute({ isWebSocket: true }).access;

    it('looks at the upgrade before the session', async () => {
      expect(await setup({ headers: {} }).admit(access)).toBe('UPGRADE_REQUIRED');
      expect(await setup({ headers: UPGRADE }).admit(access)).toBe('NO_SESSION');
      expect(await setup({ headers: { ...UPGRADE, authorization: 'abc' } }).admit(access)).toBe(7);
    });

    it.each([
      ['upgrade', 'h2c'],
      ['connection', 'keep-alive'],
      ['sec-websocket-version', '8'],
      ['sec-websocket-key', 'short'],
    ])('refuses %s: %s', async (name, value) => {
      expect(await setup({ headers: { ...UPGRADE, [name]: value } }).admit(access)).toBe('UPGRADE_REQUIRED');
    });
  });
});
