const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Lax';

/** `Set-Cookie` of a new session. No Max-Age: the server decides when a session ends. */
export const sessionCookie = (token: string, isSecure: boolean): string =>
  `session_token=${token}; ${ATTRIBUTES}${isSecure ? '; Secure' : ''}`;

/** `Set-Cookie` that makes the browser forget it. */
export const endedSessionCookie = (): string => `session_token=; ${ATTRIBUTES}; Expires=Thu, 01 Jan 1970 00:00:00 GMT`;
