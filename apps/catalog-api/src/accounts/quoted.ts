const MAX_SHOWN = 100;

/** What a client sent, for a message that refuses it: it may be of any length. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
