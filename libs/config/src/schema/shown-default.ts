import { DerivedDefault, type Setting } from './setting.js';

/** The default in TOML's spelling, or in words where it follows from something else. */
export function shownDefault({ fallback }: Setting): string {
  if (fallback === null) return 'none';
  return fallback instanceof DerivedDefault ? fallback.text : JSON.stringify(fallback);
}
