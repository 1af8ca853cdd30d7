import { randomUUID } from 'node:crypto';
import { type CodedError } from '@pezzottify/contracts';
import { type Judgement, type WantedAlbum } from './judge-albums.js';
import { type RequestedItem } from './requested-item.mapper.js';

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
