import { type DownloadStatus } from '@pezzottify/contracts';
import { type Subject } from '../../audit/audit-entry.mapper.js';
import { type ActiveAlbum } from '../../storage/requests.repository.js';

/** A request as those see it who take part. */
export interface RequestedItem extends Subject {
  readonly status: DownloadStatus;
  readonly priority: number;
  readonly contentName: string;
  readonly artistName: string;
}

/** Items of the watchdog's making may be without names. */
export const toRequestedItem = ({ contentName, artistName, ...item }: ActiveAlbum): RequestedItem => ({
  ...item,
  contentName: contentName ?? item.contentId,
  artistName: artistName ?? '',
});
