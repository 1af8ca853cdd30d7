/** Instants of server.db are RFC 3339 UTC text with milliseconds, so that their order as text is their order in time. */
export const toText = (millis: number): string => new Date(millis).toISOString();
export const toMillis = (text: string): number => Date.parse(text);
