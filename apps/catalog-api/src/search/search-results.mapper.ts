import { type SearchType } from '../storage/catalog/search-blocks.js';
import { type Hit } from './search-catalog.usecase.js';

const WIRE_TYPE: Readonly<Record<SearchType, string>> = { artist: 'Artist', album: 'Album', track: 'Track' };

/** JSON text of both forms of the answer: the entities, or how well their names match. */
export const shownResults = (hits: readonly Hit[], inFull: boolean): string =>
  inFull ? `[${hits.map(({ json }) => json).join(',')}]` : JSON.stringify(hits.map(bareResult));

const bareResult = ({ type, id, score, adjustedScore, text }: Hit) => ({
  item_type: WIRE_TYPE[type],
  item_id: id,
  score,
  adjusted_score: adjustedScore,
  matchable_text: text,
});
