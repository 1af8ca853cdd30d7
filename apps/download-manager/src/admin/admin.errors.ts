import { CodedError } from '@pezzottify/contracts';

export class ItemUnknownError extends CodedError {
  constructor() {
    super('NOT_FOUND', 'there is no such item in the download queue');
  }
}

export class RetryNotEligibleError extends CodedError {
  constructor(reason: string) {
    super('NOT_ELIGIBLE', `this item cannot be tried again: ${reason}`);
  }
}

export class TimeRangeReversedError extends CodedError {
  constructor(since: number, until: number) {
    super('INVALID_PARAMETER', `since is ${since}, which is after until, ${until}; it must not be later`);
  }
}

export class TwoEndsError extends CodedError {
  constructor() {
    super('INVALID_BODY', 'a pause has one end: give expires_at or duration_secs, not both');
  }
}

export class PauseOverError extends CodedError {
  constructor(expiresAt: number, now: number) {
    super('INVALID_BODY', `expires_at is ${expiresAt}, which is over; allowed: later than now, ${now}, or null`);
  }
}
