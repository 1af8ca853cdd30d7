import { type ManifestRow, type MediaList } from '@pezzottify/contracts';
import { inParts } from '../../in-parts.js';
import { type NewFinding } from '../../storage/watchdog-findings.repository.js';
import { type CatalogManifest, type DescribedMedia } from '../catalog-manifest.js';
import { type MediaFiles } from '../files/media-files.js';
import type { Fault } from '../files/media-files.thread.js';
import { CONTENT_TYPE_OF } from '../media-lists.js';

/** What one question may hold. */
const AT_A_TIME = 200;

export interface Surroundings {
  readonly manifest: Pick<CatalogManifest, 'describe'>;
  readonly files: Pick<MediaFiles, 'checkSizes' | 'checkContents'>;
  readonly signal: AbortSignal;
}

/**
 * Looks again, with what the catalog says now: since its page was made a file may have been replaced, and its row pointed at
 * the new one. What is no longer in the catalog is no fault.
 */
export async function confirmFaults(
  list: MediaList,
  ids: readonly string[],
  depth: 'size' | 'content',
  { manifest, files, signal }: Surroundings,
): Promise<NewFinding[]> {
  const findings: NewFinding[] = [];
  for (const some of inParts(ids, AT_A_TIME)) {
    const described = await manifest.describe(list, some, signal);
    const rows = JSON.stringify(described.map(({ id, uri, bytes, crc32 }): ManifestRow => [id, uri, bytes, crc32]));
    const { faults } = await (depth === 'size' ? files.checkSizes(rows) : files.checkContents(rows, null));
    const media = new Map(described.map((one) => [one.id, one]));
    findings.push(...faults.flatMap((fault) => toFinding(list, fault, media.get(fault.id))));
  }
  return findings;
}

function toFinding(list: MediaList, fault: Fault, media: DescribedMedia | undefined): NewFinding[] {
  if (!media) return [];
  const { uri, problem, expectedBytes, foundBytes } = fault;
  const about = { contentId: media.id, contentName: media.name, albumIds: media.album_ids };
  return [{ contentType: CONTENT_TYPE_OF[list], ...about, uri, problem, expectedBytes, foundBytes }];
}
