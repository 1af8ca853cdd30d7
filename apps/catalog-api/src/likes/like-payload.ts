import { type Like } from '../storage/user/liked-content.repository.js';

/** What the events of likes carry. */
export const likePayload = ({ type, contentId }: Like) => ({ content_type: type, content_id: contentId });
