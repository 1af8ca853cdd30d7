import { type WriteTransaction } from '@pezzottify/persistence';
import { type References } from '../../../catalog/editing/entity-edits.js';

interface Shown {
  display_image_id?: string | null;
}

export const displayImage = ({ display_image_id: id }: Shown): References => (id == null ? {} : { image: [id] });

/** Undefined: stays as it is. */
export async function setDisplayImage(
  tx: WriteTransaction,
  kind: 'artist' | 'album',
  id: string,
  imageId: string | null | undefined,
): Promise<void> {
  if (imageId !== undefined) await tx.run(`UPDATE ${kind}s SET display_image_id = ? WHERE id = ?`, [imageId, id]);
}
