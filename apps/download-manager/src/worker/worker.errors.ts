/** catalog-api, or the way to it, is away. Nothing is wrong with the item. */
export class CatalogAwayError extends Error {
  readonly code = 'CATALOG_AWAY';

  constructor(cause: unknown) {
    super('the catalog cannot be reached', { cause });
    this.name = 'CatalogAwayError';
  }
}

/** catalog-api looked at what it was given and does not take it. */
export class CatalogRefusedError extends Error {
  readonly code = 'CATALOG_REFUSED';

  constructor(reason: string, cause?: unknown) {
    super(`the catalog refused it: ${reason}`, { cause });
    this.name = 'CatalogRefusedError';
  }
}

/** The file arrived, but what it belongs to has been removed meanwhile. */
export class OwnerGoneError extends Error {
  readonly code = 'OWNER_GONE';

  constructor(what: string) {
    super(`the ${what} is no longer in the catalog`);
    this.name = 'OwnerGoneError';
  }
}

/** Why running work is told to end. */
export class WorkEndedError extends Error {
  readonly code = 'WORK_ENDED';

  constructor(readonly reason: 'lost' | 'handed_back') {
    super(reason === 'lost' ? 'the item is no longer ours' : 'the worker stops');
    this.name = 'WorkEndedError';
  }
}
