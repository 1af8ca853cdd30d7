import { describe, expect, it } from '@jest/globals';
import { downloadCompleted, progressUpdated, statusChanged } from './download-events.mapper.js';
import { ProgressPace } from './progress-pace.js';

const about = (id: string) => ({ id, contentId: id, userIds: ['7'] });
const progress = (id: string, completed = 1) =>
  progressUpdated(about(id), { total_children: 8, completed, failed: 0, pending: 8 - completed, in_progress: 0 })[0]!;

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

  it('does not wait for a clock that was set back', () => {
    const { tell } = setup();
    tell(5_000_000, progress('a'));
    expect(tell(1000, progress('a')).events).toHaveLength(1);
    expect(tell(1999, progress('a')).heldBack).toEqual([{ requestId: 'a', atMillis: 2000 }]);
  });

  it('always comes before the end of its album, and other events are never held back', () => {
    const { tell } = setup();
    tell(5000, progress('a'));
    const [failed] = statusChanged(about('a'), 'FAILED');
    expect(tell(5001, progress('a'), failed!)).toEqual({ events: [progress('a'), failed], heldBack: [] });
  });

  it('of several children in one transaction is told once, as it is after the last of them', () => {
    const { tell } = setup();
    const first = tell(5000, progress('a', 1), progress('b', 4), progress('a', 2), progress('a', 3));
    expect(first).toEqual({ events: [progress('b', 4), progress('a', 3)], heldBack: [] });
    expect(tell(5999, progress('a', 4), progress('a', 5))).toEqual({
      events: [],
      heldBack: [{ requestId: 'a', atMillis: 6000 }],
    });
  });

  it('is told once before the end of its album, too', () => {
    const { tell } = setup();
    tell(5000, progress('a', 1));
    const ends = [
      downloadCompleted(about('a'), { albumName: '', artistName: '' }),
      statusChanged(about('a'), 'FAILED'),
    ];
    for (const end of ends.flat())
      expect(tell(5001, progress('a', 2), progress('a', 3), end).events).toEqual([progress('a', 3), end]);
  });

  it('does not take an album that is begun anew for one that ends', () => {
    const { tell } = setup();
    tell(5000, progress('a', 1));
    const begun = statusChanged(about('a'), 'IN_PROGRESS');
    expect(tell(5001, progress('a', 2), ...begun)).toEqual({
      events: begun,
      heldBack: [{ requestId: 'a', atMillis: 6000 }],
    });
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
