import { type Evidence, type QueueRow } from '../evidence/evidence.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What administrators are shown are the sums of the rows. */
export function figureProblems({ queue, figures, figuresAt }: Evidence): string[] {
  const { items } = queue;
  const media = items.filter(({ content_type }) => content_type !== 'ALBUM');
  const stored = media.filter(({ status }) => status === 'COMPLETED');
  const failed = items.filter(({ status }) => status === 'FAILED');
  const count = (rows: readonly QueueRow[], type: string): number =>
    rows.filter(({ content_type }) => content_type.endsWith(type)).length;
  const since = (start: number, column: 'completed_at' | 'expanded_at', rows = items): number =>
    rows.filter((item) => (item[column] ?? 0) >= start).length;
  const [dayStart, hourStart] = [figuresAt - (figuresAt % DAY), figuresAt - (figuresAt % HOUR)];
  const totals = {
    albums: since(1, 'expanded_at'),
    tracks: count(stored, 'TRACK_AUDIO'),
    bytes: sum(stored.map(({ bytes_downloaded }) => bytes_downloaded ?? 0)),
  };
  const expected = {
    queue: {
      ...{ pending: 0, in_progress: 0, retry_waiting: 0 },
      completed_today: since(
        dayStart,
        'completed_at',
        items.filter(({ status }) => status === 'COMPLETED'),
      ),
      failed_today: since(dayStart, 'completed_at', failed),
    },
    capacity: { albums_this_hour: since(hourStart, 'expanded_at'), albums_today: since(dayStart, 'expanded_at') },
    processing: processing(stored, media.filter(({ status }) => status === 'FAILED').length),
    activity: totals,
    history: {
      ...{ total_albums: totals.albums, total_tracks: totals.tracks, total_images: count(stored, 'IMAGE') },
      total_bytes: totals.bytes,
      // That of an album with failed children is theirs already.
      total_failures: failed.filter(({ expanded_at }) => expanded_at === null).length,
    },
  };
  const { stats } = figures;
  const shown = { ...stats, activity: figures.activity.totals, history: figures.history };
  return Object.entries(expected).flatMap(([block, values]) =>
    differences(block, values, shown[block as keyof typeof expected] as Record<string, number | null>),
  );
}

function processing(stored: readonly QueueRow[], failed: number): Record<string, number | null> {
  const durations = stored.map(({ processing_duration_ms }) => processing_duration_ms ?? 0);
  return {
    average_duration_ms: stored.length === 0 ? null : sum(durations) / stored.length,
    success_rate_percent: stored.length + failed === 0 ? null : (100 * stored.length) / (stored.length + failed),
  };
}

function differences(
  block: string,
  expected: Readonly<Record<string, number | null>>,
  shown: Readonly<Record<string, number | null>>,
): string[] {
  return Object.entries(expected)
    .filter(([key, value]) => Math.abs((shown[key] ?? -1) - (value ?? -1)) > 1e-6)
    .map(([key, value]) => `${block}.${key} is shown as ${String(shown[key])}, the rows say ${String(value)}`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
