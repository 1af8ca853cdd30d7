import { type Config } from '@pezzottify/config';
import { type BandwidthUsed } from '../../storage/bandwidth.repository.js';

export const BYTES_PER_MB = 1024 * 1024;

type Settings = Pick<Config['downloadManager'], 'throttleEnabled' | 'throttleMaxMbPerMinute' | 'throttleMaxMbPerHour'>;

/** Bytes of media that may be finished within a minute and within an hour, whether they are limited now or not. */
export const bandwidthLimits = ({ throttleMaxMbPerMinute, throttleMaxMbPerHour }: Settings): BandwidthUsed => ({
  minute: throttleMaxMbPerMinute * BYTES_PER_MB,
  hour: throttleMaxMbPerHour * BYTES_PER_MB,
});

/** The periods whose limit holds claims back; none while the limits are switched off. */
export function periodsUsedUp(settings: Settings, used: BandwidthUsed): (keyof BandwidthUsed)[] {
  if (!settings.throttleEnabled) return [];
  const limits = bandwidthLimits(settings);
  return (['minute', 'hour'] as const).filter((period) => used[period] >= limits[period]);
}
