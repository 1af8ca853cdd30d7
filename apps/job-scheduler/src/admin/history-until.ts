import { toText } from '../storage/instant.js';
import { type HistoryPlace } from '../storage/run-history.repository.js';
import { instantOf } from './instant-query.js';

const PLACE = /^([^~]+)~(\d{1,15})$/;

/** Where a page of the history ended. Rows may have the same instant, so that this alone would lose or repeat some. */
export const untilPlace = ({ startedAt, id }: HistoryPlace): string => `${startedAt}~${id}`;

/** `until` of the history: an instant, or the `next_until` of a page. */
export function historyUntil(text: string | undefined): { until?: number | undefined; after?: HistoryPlace } {
  const [, startedAt, id] = PLACE.exec(text ?? '') ?? [];
  if (startedAt === undefined) return { until: instantOf('until', text) };
  return { after: { startedAt: toText(instantOf('until', startedAt)), id: Number(id) } };
}
