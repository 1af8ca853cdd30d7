import { dirname, parse } from 'node:path/posix';
import { COVER_NAMES, PORTRAIT_NAMES } from '../scan/file-kinds.js';
import { type KnownFile, type PictureFacts } from '../scan/known-file.js';
import { groupBy } from './collecting.js';
import { type PictureSource } from './library.js';
import { type PlacedTrack } from './place-tracks.js';

/** '' for the library itself. */
export const folderOf = (path: string): string => (path.includes('/') ? dirname(path) : '');

const baseName = (path: string): string => parse(path).name.toLowerCase();

const rank = (names: readonly string[], { path }: PictureSource): number => {
  const position = names.indexOf(baseName(path));
  return position < 0 ? names.length : position;
};

/** The pictures that lie beside the music. */
export class FolderPictures {
  private readonly byFolder: ReadonlyMap<string, PictureSource[]>;

  constructor(files: Iterable<KnownFile>) {
    const pictures: PictureSource[] = [];
    for (const { path, content } of files) {
      if (content.kind === 'image') pictures.push({ ...content.image, path, isEmbedded: false });
    }
    this.byFolder = groupBy(pictures, ({ path }) => folderOf(path));
  }

  /** The best-named cover of the first of these folders that has one. */
  coverIn(folders: Iterable<string>): PictureSource | null {
    return this.best([...folders], COVER_NAMES);
  }

  portraits(): PictureSource[] {
    return [...this.byFolder.keys()].flatMap((folder) => this.best([folder], PORTRAIT_NAMES) ?? []);
  }

  private best(folders: readonly string[], names: readonly string[]): PictureSource | null {
    const named = (folder: string) =>
      (this.byFolder.get(folder) ?? []).filter((one) => rank(names, one) < names.length);
    const ranked = folders.flatMap((folder) => named(folder).sort((a, b) => rank(names, a) - rank(names, b)));
    return ranked[0] ?? null;
  }
}

const embeddedIn = (picture: PictureFacts | null, path: string): PictureSource[] =>
  picture ? [{ ...picture, path, isEmbedded: true }] : [];

/**
 * The cover beside the tracks and the one inside the first track that has any, if they differ. A folder that holds
 * other albums too (`isShared`) says nothing about this one.
 */
export function chooseCovers(
  tracks: readonly PlacedTrack[],
  pictures: FolderPictures,
  isShared: (folder: string) => boolean,
): PictureSource[] {
  const drafts = tracks.map(({ draft }) => draft);
  const folders = new Set(drafts.flatMap(({ albumFolder, path }) => [albumFolder, folderOf(path)]));
  const beside = pictures.coverIn([...folders].filter((folder) => !isShared(folder)));
  const inside = drafts.flatMap(({ audio, path }) => embeddedIn(audio.picture, path)).slice(0, 1);
  return beside ? [beside, ...inside.filter(({ id }) => id !== beside.id)] : inside;
}
