import { type FoundEntity } from '../storage/catalog/search-answer.repository.js';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { compare, type Match } from './rank.js';

const WIRE_TYPE: Readonly<Record<SearchType, string>> = { artist: 'Artist', album: 'Album', track: 'Track' };

interface Result {
  match: Match;
  entity: FoundEntity;
}

/**
 * The matches as JSON text of the API, best first, ties by name and id; without those whose entity has gone meanwhile. In full
 * they are the entities, else they tell how well the names match.
 */
export function answerOf(
  matches: readonly Match[],
  entities: Readonly<Record<SearchType, readonly FoundEntity[]>>,
  inFull: boolean,
): string {
  const byId = Object.entries(entities).map(
    ([type, list]) => [type, new Map(list.map((entity) => [entity.id, entity]))] as const,
  );
  const entityOf = new Map<string, ReadonlyMap<string, FoundEntity>>(byId);
  const results = matches.flatMap((match) => {
    const entity = entityOf.get(match.type)?.get(match.id);
    return entity ? [{ match, entity }] : [];
  });
  const inOrder = results.sort(byScoreAndName);
  return JSON.stringify(inFull ? inOrder.map(entityIn) : inOrder.map(scoresIn));
}

const byScoreAndName = (one: Result, other: Result): number =>
  one.match.adjustedScore - other.match.adjustedScore ||
  compare(one.entity.name, other.entity.name) ||
  compare(one.entity.id, other.entity.id);

/** An artist who is credited in several roles is named once, at the first of them. */
function entityIn({ entity }: Result): FoundEntity {
  const artists = entity.artists_ids_names;
  if (!artists) return entity;
  const isFirst = ([id]: [string, string], index: number): boolean =>
    artists.findIndex(([other]) => other === id) === index;
  return { ...entity, artists_ids_names: artists.filter(isFirst) };
}

const scoresIn = ({ match }: Result) => ({
  item_type: WIRE_TYPE[match.type],
  item_id: match.id,
  score: match.score,
  adjusted_score: match.adjustedScore,
  matchable_text: match.text,
});
