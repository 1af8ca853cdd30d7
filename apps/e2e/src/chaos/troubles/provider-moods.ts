import { type Fault, type FaultRule } from '@pezzottify/testing';
import { type SeededRandom } from '../random.js';

const PATHS = [
  ...['/track/*/audio', '/track/*/audio', '/image/*', '/album/*', '/album/*/tracks', '/artist/*'],
  '/artist/*/discography',
];
const EVERYTHING = ['/*', '/*/*', '/*/*/*'];

/** Everything a provider does wrong for a while. A Content-Length that is too small is not among it: nobody can tell. */
const FAULTS: readonly ((random: SeededRandom) => Fault)[] = [
  (random) => ({ kind: 'status', status: random.pick([500, 502, 504, 400, 418]) }),
  (random) => ({ kind: 'status', status: random.pick([429, 503]), headers: { 'retry-after': '1' } }),
  (random) => ({ kind: 'truncate', afterBytes: random.between(0, 20_000) }),
  (random) => ({ kind: 'stall', afterBytes: random.between(0, 20_000) }),
  (random) => ({ kind: 'wrong-length', delta: random.between(1, 500) }),
  (random) => ({ kind: 'drip', bytesPerChunk: 8_000, everyMs: random.between(10, 100) }),
  (random) => ({ kind: 'delay', ms: random.between(100, 2_500) }),
  (random) => ({ kind: 'replace', body: random.pick(['{"id": 5', 'ID3 but nothing more', '[]', '\u0000\u0001']) }),
  () => ({ kind: 'html' }),
  () => ({ kind: 'empty' }),
  () => ({ kind: 'reset' }),
  () => ({ kind: 'silence' }),
  () => ({ kind: 'gzip' }),
  // To another host, which is refused; one to its own host is followed, and a 404 found there would be final.
  () => ({ kind: 'redirect', location: 'http://elsewhere.invalid/' }),
];

export const passingFault = (random: SeededRandom): FaultRule => ({
  path: random.pick(PATHS),
  fault: random.pick(FAULTS)(random),
  times: random.between(1, 8),
});

export function absence(random: SeededRandom): FaultRule[] {
  const fault = random.pick([{ kind: 'reset' }, { kind: 'status', status: 503 }] as const satisfies Fault[]);
  return EVERYTHING.map((path) => ({ path, fault }));
}
