import { type IAudioMetadata } from 'music-metadata';
import { type AudioTags } from './known-file.js';
import { cleanDate, cleanList, cleanMusicBrainzId, cleanNumber, cleanText } from './tag-values.js';

type Common = IAudioMetadata['common'];

/** iTunes marks explicit content with 1 (formerly 4) in `rtng`; others copy it as ITUNESADVISORY. */
function isMarkedExplicit(native: IAudioMetadata['native']): boolean {
  return Object.values(native)
    .flat()
    .some(({ id, value }) => {
      const isAdvisory = id === 'rtng' || /(?:^|:)itunesadvisory$/iu.test(id);
      return isAdvisory && ['1', '4'].includes(String(value));
    });
}

/** Ids belong to names by position, so one unusable id makes the whole list worthless. */
function musicBrainzIds(values: readonly string[] | undefined): string[] {
  const ids = (values ?? []).flatMap((value) => value.replaceAll('\0', ';').split(/[;/]/u)).map(cleanMusicBrainzId);
  return ids.every((id) => id !== undefined) ? ids : [];
}

type Optional = 'title' | 'subtitle' | 'album' | 'artistText' | 'albumId' | 'releaseTrackId' | 'track' | 'disc';
type OptionalTags = Partial<Pick<AudioTags, Optional | 'discName' | 'date' | 'label' | 'language'>>;

/** Keys without a value are left out: the index keeps 50,000 of these. */
function present(values: { [K in keyof OptionalTags]: OptionalTags[K] | undefined }): OptionalTags {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const namesAndIds = (common: Common) => ({
  artists: cleanList(common.artists),
  artistIds: musicBrainzIds(common.musicbrainz_artistid),
  albumArtists: cleanList(common.albumartists ?? [common.albumartist]),
  albumArtistIds: musicBrainzIds(common.musicbrainz_albumartistid),
});

const people = (common: Common) => ({
  composers: cleanList(common.composer),
  remixers: cleanList(common.remixer),
  conductors: cleanList(common.conductor),
});

const singleValues = (common: Common): OptionalTags =>
  present({
    title: cleanText(common.title),
    subtitle: cleanText(common.subtitle?.[0]),
    album: cleanText(common.album),
    artistText: cleanText(common.artist),
    albumId: cleanMusicBrainzId(common.musicbrainz_albumid),
    releaseTrackId: cleanMusicBrainzId(common.musicbrainz_trackid),
    track: cleanNumber(common.track.no),
    disc: cleanNumber(common.disk.no),
    discName: cleanText(common.discsubtitle?.[0]),
    date: cleanDate(common.date) ?? cleanDate(common.releasedate) ?? cleanDate(common.year),
    label: cleanText(common.label?.[0]),
    language: cleanText(common.language),
  });

export function mapTags({ common, native }: Pick<IAudioMetadata, 'common' | 'native'>): AudioTags {
  return {
    ...singleValues(common),
    ...namesAndIds(common),
    ...people(common),
    genres: cleanList(common.genre),
    releaseTypes: cleanList(common.releasetype).map((type) => type.toLowerCase()),
    isCompilation: common.compilation === true,
    isExplicit: isMarkedExplicit(native),
    hasLyrics: (common.lyrics?.length ?? 0) > 0,
  };
}
