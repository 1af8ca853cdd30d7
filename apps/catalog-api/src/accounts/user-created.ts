import { recordEvent } from '@pezzottify/messaging';
import { type WriteTransaction } from '@pezzottify/persistence';

/** Raises the hook OnUserCreated as part of the transaction that creates the user. */
export async function recordUserCreated(tx: WriteTransaction, userId: number, handle: string): Promise<void> {
  const data = { user_id: userId, user_handle: handle };
  await recordEvent(tx, { source: 'catalog-api', type: 'hook.OnUserCreated', data });
}
