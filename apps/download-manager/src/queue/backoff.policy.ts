import { type Config } from '@pezzottify/config';
import { type BackoffPolicy } from '@pezzottify/work-engine';

/** How long is waited before a next attempt, at an item or at a downloader that cools down. */
export const backoffPolicyOf = ({
  initialBackoffSecs,
  maxBackoffSecs,
  backoffMultiplier,
}: Config['downloadManager']): BackoffPolicy => ({
  initialSeconds: initialBackoffSecs,
  maxSeconds: maxBackoffSecs,
  multiplier: backoffMultiplier,
});
