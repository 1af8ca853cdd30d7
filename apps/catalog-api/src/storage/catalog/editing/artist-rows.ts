import { type ArtistEdit, type EntityRows } from '../../../catalog/editing/entity-edits.js';
import { displayImage, setDisplayImage } from './display-image.js';

const PUT = `
INSERT INTO artists (id, name, genres, activity_periods) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, genres = excluded.genres,
  activity_periods = excluded.activity_periods`;

export const artistRows: EntityRows<ArtistEdit> = {
  references: displayImage,
  put: async (tx, id, edit) => {
    await tx.run(PUT, [id, edit.name, JSON.stringify(edit.genres), JSON.stringify(edit.activity_periods)]);
    await setDisplayImage(tx, 'artist', id, edit.display_image_id);
  },
};
