import Type, { type TLiteral, type TUnion } from 'typebox';

/** In characters, wherever an id stands: section 1.2 of the HTTP contract. */
export const MAX_ID_LENGTH = 256;

/**
 * Whether a text has at most so many characters, counted as Unicode code points. One count for paths and bodies: an id
 * that the one takes and the other refuses could be stored and never be asked for.
 */
export const hasAtMost = (maxLength: number, text: string): boolean =>
  text.length <= maxLength || (text.length <= 2 * maxLength && Array.from(text).length <= maxLength);

/** Whether anything can have this id. */
export const isPossibleId = (text: string): boolean => text !== '' && hasAtMost(MAX_ID_LENGTH, text);

/** An opaque id as the HTTP contract bounds it, compared exactly. */
export const Id = Type.String({ minLength: 1, maxLength: MAX_ID_LENGTH });

/** Free text of a provider or a person; the bound keeps one message far below the NATS payload limit. */
export const Text = Type.String({ maxLength: 2000 });

/** Unix seconds. */
export const Instant = Type.Integer({ minimum: 0 });

/** A fencing token: whoever holds it may write the result of its item or run, nobody else. */
export const LeaseToken = Type.String({ minLength: 16, maxLength: 64 });

type Literals<Words extends readonly string[]> = { -readonly [K in keyof Words]: TLiteral<Words[K]> };

/** A union of literals from one of the closed word lists. */
export const OneOf = <const Words extends readonly string[]>(words: Words): TUnion<Literals<Words>> =>
  Type.Union(words.map((word) => Type.Literal(word))) as unknown as TUnion<Literals<Words>>;

export const Nullable = <Schema extends Type.TSchema>(schema: Schema): TUnion<[Schema, Type.TNull]> =>
  Type.Union([schema, Type.Null()]);
