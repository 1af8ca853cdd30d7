import { CodedError } from '@pezzottify/contracts';
import { type Setting } from '../../storage/user/setting.repository.js';
import { SETTING_KEYS } from '../setting-keys.js';

/** Throws UNKNOWN_SETTING for the first key or value this server does not know. Of a key given twice the last one counts. */
export function knownSettings(given: readonly { key: string; value: unknown }[]): Setting[] {
  const byKey = new Map(given.map(({ key, value }) => [key, knownSetting(key, value)]));
  return [...byKey.values()];
}

function knownSetting(key: string, value: unknown): Setting {
  if (!SETTING_KEYS.some((known) => known === key)) {
    throw unknown(
      `the setting ${JSON.stringify(key.slice(0, MAX_SHOWN))} is unknown; allowed: ${SETTING_KEYS.join(', ')}`,
    );
  }
  if (typeof value !== 'boolean') throw unknown(`the setting ${key} must be true or false`);
  return { key, value };
}

const MAX_SHOWN = 100;

const unknown = (message: string): CodedError => new CodedError('UNKNOWN_SETTING', message);
