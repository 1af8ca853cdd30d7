import { type PopularContent } from './popular-content.js';

/** Keeps the last computed result. */
export interface PopularResultStore {
  /** Undefined as long as nothing was ever stored. */
  read(): Promise<PopularContent | undefined>;
  replace(content: PopularContent, computedAt: number): Promise<void>;
}
