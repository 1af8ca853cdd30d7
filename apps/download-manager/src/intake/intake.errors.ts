import { CodedError } from '@pezzottify/contracts';

const SECONDS_PER_DAY = 86_400;

export class DailyLimitReachedError extends CodedError {
  constructor(maxPerDay: number, now: number) {
    super(
      'DAILY_LIMIT_REACHED',
      `only ${maxPerDay} albums may be requested per day; the next day begins at 00:00 UTC`,
      {
        retryAfterSeconds: SECONDS_PER_DAY - (now % SECONDS_PER_DAY),
      },
    );
  }
}

/** When a place becomes free nobody knows. */
export class QueueLimitReachedError extends CodedError {
  constructor(maxQueue: number) {
    super('QUEUE_LIMIT_REACHED', `only ${maxQueue} of your requests may wait at a time; wait for some or cancel them`);
  }
}

export class AlreadyInCatalogError extends CodedError {
  constructor() {
    super('ALREADY_IN_CATALOG', 'this album is already complete in the catalog');
  }
}

export class AlreadyQueuedError extends CodedError {
  constructor() {
    super('ALREADY_QUEUED', 'you have already requested this album, and it is on its way');
  }
}

export class NothingToQueueError extends CodedError {
  constructor() {
    super('NOTHING_TO_QUEUE', 'there is no album to request: all of this artist are in the catalog or on their way');
  }
}

export class RequestUnknownError extends CodedError {
  constructor() {
    super('NOT_FOUND', 'there is no such request of yours');
  }
}

export class RequestFinishedError extends CodedError {
  constructor(status: string) {
    super('REQUEST_FINISHED', `this request can no longer be cancelled: it is ${status}`);
  }
}

export class CatalogUnavailableError extends CodedError {
  constructor(cause: unknown) {
    super('CATALOG_UNAVAILABLE', 'the catalog cannot be asked at the moment; try again shortly', { cause });
  }
}
