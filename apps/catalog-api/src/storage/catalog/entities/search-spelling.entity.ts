import { Entity, PrimaryColumn } from 'typeorm';

/**
 * Words of the catalog under the spellings that one missing letter makes of them. Two words within one typo of each
 * other share a spelling, so that a mistyped word finds its neighbours with a few exact look-ups.
 */
@Entity('search_spellings', { withoutRowid: true })
export class SearchSpellingEntity {
  @PrimaryColumn('text')
  spelling: string;

  @PrimaryColumn('text')
  word: string;
}
