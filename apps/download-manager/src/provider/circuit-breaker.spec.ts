import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.js';

const fails = (retryAfterSeconds: number | null = null) => ({ kind: 'fails', retryAfterSeconds }) as const;
const answers = { kind: 'answers' } as const;

function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker((openings) => 10 * 2 ** openings);
  for (let n = 0; n < 5; n += 1) breaker.report(fails(), 100);
  return breaker;
}

describe('the circuit breaker', () => {
  it('lets everything through while failures are followed by answers', () => {
    const breaker = new CircuitBreaker(() => 10);
    for (let n = 0; n < 20; n += 1) breaker.report(n % 5 === 4 ? answers : fails(), 100);
    expect(breaker.admission(100)).toEqual({ kind: 'all' });
  });

  it('opens after five failures in a row, and lets one through when it has cooled down', () => {
    const breaker = opened();
    expect(breaker.admission(109)).toEqual({ kind: 'none', until: 110 });
    expect(breaker.admission(110)).toEqual({ kind: 'one' });
    breaker.probe(160);
    expect(breaker.admission(111)).toEqual({ kind: 'none', until: null });
    expect(breaker.admission(160)).toEqual({ kind: 'one' });
  });

  it('closes with the first answer', () => {
    const breaker = opened();
    breaker.probe(160);
    breaker.report(answers, 112);
    expect(breaker.admission(112)).toEqual({ kind: 'all' });
    breaker.report(fails(), 113);
    expect(breaker.admission(113)).toEqual({ kind: 'all' });
  });

  it('is not closed by what was begun before it opened', () => {
    const breaker = opened();
    breaker.report(answers, 109);
    expect(breaker.admission(109)).toEqual({ kind: 'none', until: 110 });
    breaker.report(answers, 110);
    expect(breaker.admission(110)).toEqual({ kind: 'all' });
  });

  it('stays away longer after each probe that fails', () => {
    const breaker = opened();
    breaker.probe(160);
    breaker.report(fails(), 112);
    expect(breaker.admission(112)).toEqual({ kind: 'none', until: 132 });
    breaker.report(fails(), 132);
    expect(breaker.admission(132)).toEqual({ kind: 'none', until: 172 });
  });

  it('stays away as long as the downloader asks for', () => {
    const breaker = opened();
    breaker.report(fails(300), 101);
    expect(breaker.admission(400)).toEqual({ kind: 'none', until: 401 });
  });

  it('does not stay open longer for what was begun before', () => {
    const breaker = opened();
    for (let n = 0; n < 50; n += 1) breaker.report(fails(), 105);
    expect(breaker.admission(110)).toEqual({ kind: 'one' });
  });

  it('gives out another probe when one says nothing about the downloader', () => {
    const breaker = opened();
    breaker.probe(160);
    breaker.report({ kind: 'neutral' }, 111);
    expect(breaker.admission(111)).toEqual({ kind: 'one' });
  });
});
