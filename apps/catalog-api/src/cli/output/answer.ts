import { type Style } from './style.js';

/** What a command has to say: as JSON, with the keys of the HTTP contract, and as text for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: (style: Style) => string;
}

/** One line for people. */
export const answerOf = (line: string, json: unknown): Answer => ({ json, text: () => line });
