import { type EntityRows, type ImageEdit } from '../../../catalog/editing/entity-edits.js';
import { forgetsOtherFile } from '../ingest/recorded-file.js';
import { IMAGE_SIZE_WORDS } from '../words.mapper.js';

const PUT = `
INSERT INTO images (id, uri, size, width, height) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET uri = excluded.uri, size = excluded.size, width = excluded.width, height = excluded.height,
  ${forgetsOtherFile('uri', 'file')}`;

export const imageRows: EntityRows<ImageEdit> = {
  references: () => ({}),
  put: async (tx, id, { uri, size, width, height }) => {
    await tx.run(PUT, [id, uri, IMAGE_SIZE_WORDS.storedOf[size], width, height]);
  },
};
