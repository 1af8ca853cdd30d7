import { describe, expect, it } from '@jest/globals';
import { reactTo } from './client-messages.js';

function answersTo(frame: string): unknown[] {
  const sent: unknown[] = [];
  reactTo({ send: (type, payload) => void sent.push([type, payload]) }, frame);
  return sent;
}

describe('a frame of a client', () => {
  it.each(['{"type":"ping"}', '{"type":"ping","payload":{"a":1}}'])('%s is answered by pong', (frame) => {
    expect(answersTo(frame)).toEqual([['pong', null]]);
  });

  it.each(['{', '', 'null', '3', '"ping"', '[]', '{}', '{"type":null}', '{"type":3}'])(
    '%s is a parse_error',
    (frame) => {
      expect(answersTo(frame)).toEqual([
        ['error', { code: 'parse_error', message: expect.stringContaining('"type"') }],
      ]);
    },
  );

  it.each(['sync', 'playback', 'Ping', 'syncs.a', ''])('of type "%s" is an unknown_type', (type) => {
    const error = { code: 'unknown_type', message: `the type "${type}" is unknown` };
    expect(answersTo(JSON.stringify({ type }))).toEqual([['error', error]]);
  });

  it.each(['sync.ack', 'playback.state', 'sync.'])('of type %s is ignored', (type) => {
    expect(answersTo(JSON.stringify({ type }))).toEqual([]);
  });

  it('repeats no more than the beginning of a long type', () => {
    const [[, { message }]] = answersTo(JSON.stringify({ type: 'x'.repeat(5_000) })) as [[string, { message: string }]];
    expect(message.length).toBeLessThan(150);
  });
});
