/** So that an event that carries a name stays a small message. */
export const MAX_NAME = 1000;
