import { type ProviderImage } from '../provider.port.js';
import { type Fields, fieldsOf, readId, readText, readWholeNumber } from './fields.js';

const MAX_IMAGES = 100;
const readSide = readWholeNumber(1, 65_535);

/** Two lists of images of one owner, merged by id: what is in the first list does not appear in the second. */
export function parseImageLists(fields: Fields, first: string, second: string): [ProviderImage[], ProviderImage[]] {
  const seen = new Set<string>();
  return [parseImages(fields[first], seen), parseImages(fields[second], seen)];
}

function parseImages(value: unknown, seen: Set<string>): ProviderImage[] {
  const images: ProviderImage[] = [];
  for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
    if (images.length >= MAX_IMAGES) break;
    const image = parseImage(fieldsOf(entry));
    if (image === null || seen.has(image.id)) continue;
    seen.add(image.id);
    images.push(image);
  }
  return images;
}

function parseImage(fields: Fields | null): ProviderImage | null {
  const id = readId(fields?.id);
  if (id === null) return null;
  // Impossible sides become 1: the file itself will say.
  const [width, height] = [readSide(fields?.width) ?? 1, readSide(fields?.height) ?? 1];
  return { id, size: readText(fields?.size) ?? '', width, height };
}
