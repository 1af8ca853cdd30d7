import { randomUUID } from 'node:crypto';
import { type CodedError, type DownloadStatus } from '@pezzottify/contracts';
import { type Subject } from '../../audit/audit-entry.mapper.js';
import { type ActiveAlbum } from '../../storage/requests.repository.js';
import { type Judgement, type WantedAlbum } from './judge-albums.js';

/** A request as those see it who take part. */
export interface RequestedItem extends Subject {
  readonly status: DownloadStatus;
  readonly priority: number;
  readonly contentName: string;
  readonly artistName: string;
}

/** An item as the one who asks sees it: new, or joined as it stands. */
export interface AcceptedCandidate {
  readonly kind: 'accepted';
  readonly isNew: boolean;
  readonly item: RequestedItem;
  readonly userId: string;
}

export type Candidate = AcceptedCandidate | { readonly kind: 'refused'; readonly error: CodedError };

const USER_PRIORITY = 2;

export function toCandidate(judgement: Judgement, userId: string): Candidate {
  switch (judgement.kind) {
    case 'refused':
      return judgement;
    case 'join':
      return { kind: 'accepted', isNew: false, item: judgement.item, userId };
    case 'new':
      return { kind: 'accepted', isNew: true, item: added(judgement.album, userId), userId };
  }
}

/** Items of the watchdog's making may be without names. */
export const toRequestedItem = ({ contentName, artistName, ...item }: ActiveAlbum): RequestedItem => ({
  ...item,
  contentName: contentName ?? item.contentId,
  artistName: artistName ?? '',
});

const added = (album: WantedAlbum, userId: string): RequestedItem => ({
  id: randomUUID(),
  parentId: null,
  contentType: 'ALBUM',
  contentId: album.id,
  contentName: album.name,
  artistName: album.artistName,
  requestSource: 'USER',
  requestedByUserId: userId,
  status: 'PENDING',
  priority: USER_PRIORITY,
});
