import { type DownloadErrorType } from '@pezzottify/contracts';

/** The closed list of operations that metrics tell apart. */
export const PROVIDER_OPERATIONS = [
  'health_check',
  'get_status',
  'search',
  'get_artist',
  'get_discography',
  'get_album',
  'get_album_tracks',
  'download_audio',
  'download_image',
] as const;
export type ProviderOperation = (typeof PROVIDER_OPERATIONS)[number];

export interface ProviderRequestEnded {
  operation: ProviderOperation;
  seconds: number;
  /** Null when it succeeded. Requests that their caller gave up are not reported. */
  errorType: DownloadErrorType | null;
}

/** Hears of every request to the provider; for a file it has ended with its last byte. */
export interface ProviderObserver {
  requestEnded(event: ProviderRequestEnded): void;
  bytesReceived(kind: 'audio' | 'image', bytes: number): void;
}
