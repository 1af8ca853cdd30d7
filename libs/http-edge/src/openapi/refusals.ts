import { type HeadersObject, type OperationObject, type ResponseObject } from '@nestjs/swagger';
import { ERROR_STATUS, type ErrorCode } from '@pezzottify/contracts';
import { extendRouteConfig, routeConfigOf } from '../routing/route-config.js';
import { DOWNLOAD_API, isBelow } from '../routing/request-path.js';
import { integer, objectOf, text, wordOf } from './schema.js';

/** The route may answer with these codes, beside those that its other decorators bring with them. */
export const Refuses =
  (...codes: readonly ErrorCode[]): MethodDecorator =>
  (_target, _key, descriptor) => {
    addRefusals(descriptor.value as object, codes);
  };

export function addRefusals(handler: object, codes: readonly ErrorCode[]): void {
  extendRouteConfig(handler, { refuses: [...(routeConfigOf(handler).refuses ?? []), ...codes] });
}

/**
 * Gives the operation a response for each status of these codes, and every other refusal the shape it has. A response that
 * is described in full stays as it is.
 */
export function describeRefusals(operation: OperationObject, path: string, codes: Iterable<ErrorCode>): void {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERROR_STATUS[code]);
  for (const status of refusedStatuses(operation)) {
    if (!byStatus.has(status)) byStatus.set(status, codesOf(status));
  }
  for (const [status, ofStatus] of byStatus) {
    const present = operation.responses[status] as ResponseObject | undefined;
    operation.responses[status] = present?.content ? present : refusal(path, ofStatus, present?.description);
  }
}

type Status = (typeof ERROR_STATUS)[ErrorCode];

const ALL_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

const codesOf = (status: Status): ErrorCode[] => ALL_CODES.filter((code) => ERROR_STATUS[code] === status);

function refusedStatuses({ responses }: OperationObject): Status[] {
  const known = new Set<number>(Object.values(ERROR_STATUS));
  return Object.keys(responses)
    .map(Number)
    .filter((status): status is Status => known.has(status));
}

function refusal(path: string, codes: ErrorCode[], reason = ''): ResponseObject {
  const description = reason === '' ? codes.join(' or ') : reason;
  const headers = codes.includes('RATE_LIMITED') ? waitHeaders(codes.length === 1) : undefined;
  if (!isBelow(DOWNLOAD_API, path)) {
    const schema = objectOf({ error: text, code: wordOf(codes) });
    return { description, ...(headers && { headers }), content: { 'application/json': { schema } } };
  }
  return {
    description,
    headers: { ...headers, 'x-error-code': { schema: wordOf(codes) } },
    content: { 'text/plain': { schema: text } },
  };
}

/** Only a limit of the rate has them: where other limits share its status, `required` is false. */
function waitHeaders(required: boolean): HeadersObject {
  const seconds = { description: 'Whole seconds to wait', required, schema: integer };
  return { 'retry-after': seconds, 'x-ratelimit-after': seconds };
}
