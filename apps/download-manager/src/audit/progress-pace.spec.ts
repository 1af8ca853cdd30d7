import { describe, expect, it } from '@jest/globals';
import { progressUpdated, statusChanged } from './download-events.mapper.js';
import { ProgressPace } from './progress-pace.js';

const about = (id: string) => ({ id, contentId: id, userIds: ['7'] });
const progress = (id: string) =>
  progressUpdated(about(id), { total_children: 2, completed: 1, failed: 0, pending: 1, in_progress: 0 })[0]!;

function setup() {
  const pace = new ProgressPace();
  const tell = (at: number, ...events: Parameters<ProgressPace['choose']>[0]) => {
    const paced = pace.choose(events, at);
    pace.told(paced.events, at);
    return paced;
  };
  return { pace, tell };
}

describe('progress', () => {
  it('is told once a second for each album', () => {
    const { tell } = setup();
    expect(tell(5000, progress('a'), progress('b')).events).toHaveLength(2);
    expect(tell(5999, progress('a'))).toEqual({ events: [], heldBack: [{ requestId: 'a', atMillis: 6000 }] });
    expect(tell(6000, progress('a')).heldBack).toEqual([]);
  });

  it('always comes before the end of its album, and other events are never held back', () => {
    const { tell } = setup();
    tell(5000, progress('a'));
    const [failed] = statusChanged(about('a'), 'FAILED');
    expect(tell(5001, progress('a'), failed!)).toEqual({ events: [progress('a'), failed], heldBack: [] });
  });

  it('counts from what went out, not from what was tried', () => {
    const { pace } = setup();
    pace.choose([progress('a')], 5000);
    expect(pace.choose([progress('a')], 5001).events).toHaveLength(1);
  });

  it('does not remember albums for ever', () => {
    const { pace, tell } = setup();
    for (let n = 0; n < 5000; n += 1) tell(2000 * n, progress(`album-${n}`));
    expect(JSON.stringify([...(pace as unknown as { toldAt: Map<string, number> }).toldAt]).length).toBeLessThan(
      40_000,
    );
  });
});
