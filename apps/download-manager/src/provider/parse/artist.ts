import { type ActivityPeriod, type ProviderArtist } from '../provider.port.js';
import { fieldsOf, readId, readList, readText, readTitle, readWholeNumber, required, requireFields } from './fields.js';
import { parseImageLists } from './images.js';

const MAX_GENRES = 100;
const MAX_RELATED = 500;
const MAX_PERIODS = 50;
const readYear = readWholeNumber(0, 9999);

export function parseArtist(value: unknown): ProviderArtist {
  const fields = requireFields('artist', value);
  const [portraits, portraitGroup] = parseImageLists(fields, 'portraits', 'portrait_group');
  return {
    id: required('artist', fields, 'id', readId),
    name: required('artist', fields, 'name', readText),
    genres: readList([...listOf(fields.genre), ...listOf(fields.genres)], readTitle, MAX_GENRES),
    portraits,
    portraitGroup,
    activityPeriods: listOf(fields.activity_periods).flatMap(parsePeriods).slice(0, MAX_PERIODS),
    relatedIds: readList(fields.related, readRelated, MAX_RELATED),
  };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function readRelated(value: unknown): string | null {
  return readId(fieldsOf(value)?.id ?? value);
}

function parsePeriods(value: unknown): ActivityPeriod[] {
  const fields = fieldsOf(value);
  const decade = readYear(fields?.Decade);
  const timespan = fieldsOf(fields?.Timespan);
  const start = readYear(timespan?.start_year);
  return [
    ...(decade === null ? [] : [{ Decade: decade }]),
    ...(start === null ? [] : [{ Timespan: { start_year: start, end_year: readYear(timespan?.end_year) } }]),
  ];
}
