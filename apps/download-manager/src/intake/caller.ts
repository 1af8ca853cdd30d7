import { type Session } from '@pezzottify/contracts';

/** How the queue names a user: the decimal text of the id. */
export const callerOf = (session: Session): string => String(session.user_id);
