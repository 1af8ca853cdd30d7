import { type IncomingHttpHeaders } from 'node:http';

const COOKIE_NAME = 'session_token';
/** Longer than any token; what is longer is not carried to another service. */
const MAX_TOKEN_LENGTH = 1024;

/**
 * The tokens a request shows, in the order in which they count: header `Authorization` (raw or `Bearer`), then the
 * cookie. Never the query string, which ends up in logs and histories.
 */
export function presentedTokens({ headers }: { headers: IncomingHttpHeaders }): string[] {
  const tokens = [tokenOfHeader(headers.authorization), tokenOfCookie(headers.cookie)];
  const usable = tokens.filter((token) => token !== undefined && token !== '' && token.length <= MAX_TOKEN_LENGTH);
  return [...new Set(usable as string[])];
}

function tokenOfHeader(authorization: string | undefined): string | undefined {
  return authorization?.replace(/^Bearer\s+/i, '').trim();
}

function tokenOfCookie(cookies: string | undefined): string | undefined {
  const pairs = cookies?.split(';').map((pair) => pair.trim()) ?? [];
  const pair = pairs.find((candidate) => candidate.startsWith(`${COOKIE_NAME}=`));
  return pair?.slice(COOKIE_NAME.length + 1).replace(/^"(.*)"$/, '$1');
}
