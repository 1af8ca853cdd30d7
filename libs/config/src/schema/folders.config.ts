import { DerivedDefault, setting } from './setting.js';
import { folder } from './texts.js';

/** Where data lives. */
export const folders = {
  db_dir: setting(folder, {
    default: null,
    flag: '--db-dir',
    doc: 'Folder of the databases. Required, except for download workers, which have none.',
  }),
  media_path: setting(folder, {
    default: new DerivedDefault('the value of db_dir; required for download workers', ({ valueOf, role }) =>
      role === 'worker' ? null : (valueOf('db_dir') as string | null),
    ),
    flag: '--media-path',
    readBy: ['catalog-api', 'download-manager'],
    doc: 'Folder of the audio files and images. Downloads are written to it, catalog-api only reads.',
  }),
};
