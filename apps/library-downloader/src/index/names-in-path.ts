import { cleanText } from '../scan/tag-values.js';

/** What folder and file names say where the tags are silent: `Artist/2003 - Album/CD1/01 - Title.mp3`. */
export interface NamesInPath {
  /** The folder of the album, above those of its discs. */
  albumFolder: string;
  artist: string | null;
  album: string | null;
  year: string | null;
  disc: number | null;
  number: number | null;
  title: string;
  /** The whole file name without its ending. */
  stem: string;
}

const DISC_FOLDER = /^(?:cd|disc|disk|dvd|lp)[\s._-]*(\d{1,2})(?!\d)/iu;
const YEAR = '(?:1[89]|20)\\d{2}';
const YEAR_BEFORE = new RegExp(`^[[(]?(${YEAR})[\\])]?\\s*[-._]?\\s+(?=\\S)`, 'u');
const YEAR_AFTER = new RegExp(`\\s*[[(](${YEAR})[\\])]$`, 'u');
const FORMAT_AFTER =
  /\s*[[({][^[\](){}]*(?:flac|mp3|ogg|opus|aac|wav|kbps|lossless|v0|320|24.?bit)[^[\](){}]*[\])}]$/iu;
const DISC_AND_NUMBER = /^(\d{1,2})[-.](\d{2,3})(?:\s*[-._]\s*|\s+)(\S.*)$/u;
const NUMBER = /^(\d{1,3})(?:\s*[-._)]+\s*|\s+)(\S.*)$/u;
const DASH = /\s+[-\u2013\u2014]\s+/u;

function albumNameOf(folder: string): { name: string; year: string | null } {
  const plain = folder.replace(FORMAT_AFTER, '');
  const year = YEAR_BEFORE.exec(plain)?.[1] ?? YEAR_AFTER.exec(plain)?.[1] ?? null;
  const name = plain.replace(YEAR_BEFORE, '').replace(YEAR_AFTER, '').trim();
  return { name: name === '' ? folder : name, year };
}

const splitOnce = (text: string): [string, string] | null => {
  const [before, ...after] = text.split(DASH);
  return before && after.length > 0 ? [before, after.join(' - ')] : null;
};

/** `Artist/Album` by two folders, `Artist - Album` by one. */
function artistAndAlbum(folders: readonly string[]): Pick<NamesInPath, 'artist' | 'album' | 'year'> {
  const last = folders.at(-1);
  if (last === undefined) return { artist: null, album: null, year: null };
  const { name, year } = albumNameOf(last);
  const above = folders.at(-2) ?? null;
  const parts = splitOnce(name);
  if (!parts) return { artist: above, album: name, year };
  const repeatsArtist = above === null || above.toLowerCase() === parts[0].toLowerCase();
  return repeatsArtist ? { artist: parts[0], album: parts[1], year } : { artist: above, album: name, year };
}

type NamesInFile = Pick<NamesInPath, 'number' | 'title'> & { disc: number | null };

function namesInFile(stem: string): NamesInFile {
  const [, disc, inDisc, discTitle] = DISC_AND_NUMBER.exec(stem) ?? [];
  if (discTitle !== undefined) return { disc: Number(disc), number: Number(inDisc), title: discTitle };
  const [, number, title] = NUMBER.exec(stem) ?? [];
  return title === undefined
    ? { disc: null, number: null, title: stem }
    : { disc: null, number: Number(number), title };
}

const positive = (value: number | null): number | null => (value !== null && value >= 1 ? value : null);

const UNTITLED = 'Untitled';

/** Names of files may hold line breaks and other characters that no title has. */
const shown = (name: string): string => cleanText(name) ?? UNTITLED;

/** `path` is relative to the library, with `/` between the parts. */
export function namesInPath(path: string): NamesInPath {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const discOfFolder = DISC_FOLDER.exec(folders.at(-1) ?? '')?.[1];
  if (discOfFolder !== undefined && folders.length > 1) folders.pop();
  const stem = shown(file.replace(/\.[^.]+$/u, ''));
  const named = namesInFile(stem.includes(' ') ? stem : stem.replaceAll('_', ' '));
  const places = artistAndAlbum(folders.map(shown));
  const credited = places.artist === null ? splitOnce(named.title) : null;
  return {
    ...places,
    albumFolder: folders.join('/'),
    artist: places.artist ?? credited?.[0] ?? null,
    disc: positive(discOfFolder === undefined ? named.disc : Number(discOfFolder)),
    number: positive(named.number),
    title: credited?.[1] ?? named.title,
    stem,
  };
}

const DISC_IN_TITLE = /^(.*\S)(?:\s*[[(]|\s*[-,:]\s*)(?:cd|disc|disk)\s*(\d{1,2})(?:[^\])]*[\])])?$/iu;

/** `Album (Disc 2)` is disc 2 of `Album`. */
export function splitDiscFromTitle(title: string): { title: string; disc: number | null } {
  const [, name, disc] = DISC_IN_TITLE.exec(title) ?? [];
  return name === undefined || Number(disc) < 1 ? { title, disc: null } : { title: name, disc: Number(disc) };
}
