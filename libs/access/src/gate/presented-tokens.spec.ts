import { describe, expect, it } from '@jest/globals';
import { presentedTokens } from './presented-tokens.js';

describe('presentedTokens', () => {
  it.each([
    ['nothing', {}, []],
    ['a raw header', { authorization: 'abc' }, ['abc']],
    ['a bearer header', { authorization: 'Bearer abc' }, ['abc']],
    ['a bearer header as a client may write it', { authorization: 'bEARER   abc ' }, ['abc']],
    ['a cookie', { cookie: 'session_token=abc' }, ['abc']],
    ['a cookie among others', { cookie: 'a=b; session_token=abc;c=d' }, ['abc']],
    ['a quoted cookie', { cookie: 'session_token="abc"' }, ['abc']],
    ['cookies of similar names', { cookie: 'xsession_token=a; session_token2=b' }, []],
    ['both, header first', { authorization: 'abc', cookie: 'session_token=def' }, ['abc', 'def']],
    ['the same twice', { authorization: 'abc', cookie: 'session_token=abc' }, ['abc']],
    ['empty ones', { authorization: 'Bearer ', cookie: 'session_token=' }, []],
    ['one too long to be a token', { authorization: 'x'.repeat(1025), cookie: 'session_token=def' }, ['def']],
  ])('finds %s', (_what, headers, tokens) => {
    expect(presentedTokens({ headers })).toEqual(tokens);
  });
});
