import { DerivedDefault, type Setting } from './setting.js';
import { shownValue } from './value-words.js';

/** The default in TOML's spelling, or in words where it follows from something else. */
export function shownDefault({ fallback }: Setting): string {
  return fallback instanceof DerivedDefault ? fallback.text : shownValue(fallback);
}
