import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Dispatcher } from 'undici';
import { ProviderError } from '../provider.errors.js';
import { JsonBudget, type JsonLimits } from './json-budget.js';
import { codeOf, errorTypeOfBody } from './network-failure.js';

const LIMITS: JsonLimits = { bytes: 16 * 1024 * 1024, depth: 64, parts: 500_000 };

/** A Map: the name is the provider's, and an object would also know `constructor`. */
const DECODERS: ReadonlyMap<string, () => NodeJS.ReadWriteStream> = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** The parsed body of a 2xx answer. Too large, cut off or unreadable is `parse`; the limits hold for the unpacked text. */
export async function readJsonAnswer(
  answer: Dispatcher.ResponseData,
  subject: string,
  signal?: AbortSignal,
): Promise<unknown> {
  try {
    return parse(await readWithin(answer, subject), subject);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ProviderError) throw error;
    const message = `${subject}: the provider's answer broke off (${codeOf(error)})`;
    throw new ProviderError({ errorType: errorTypeOfBody(error, 'parse'), message, cause: error });
  } finally {
    answer.body.destroy();
  }
}

async function readWithin(answer: Dispatcher.ResponseData, subject: string): Promise<Buffer> {
  const budget = new JsonBudget(LIMITS);
  const chunks: Uint8Array[] = [];
  for await (const chunk of decoded(answer, subject) as AsyncIterable<Uint8Array>) {
    if (!budget.admits(chunk)) throw unreadable(subject, 'is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(answer: Dispatcher.ResponseData, subject: string): Readable {
  const encoding = String(answer.headers['content-encoding'] ?? 'identity')
    .trim()
    .toLowerCase();
  if (encoding === 'identity' || encoding === '') return answer.body;
  const decoder = DECODERS.get(encoding)?.();
  if (decoder === undefined) throw unreadable(subject, 'has an unknown encoding');
  // Errors of either end reach the reader through the decoder, which the pipeline destroys with them.
  return pipeline(answer.body, decoder, () => undefined) as unknown as Readable;
}

/** Halves of surrogate pairs pass: the readers of its fields judge each, so that one bad name does not cost the whole answer. */
function parse(bytes: Buffer, subject: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unreadable(subject, 'is not JSON', error);
  }
}

function unreadable(subject: string, what: string, cause?: unknown): ProviderError {
  return new ProviderError({ errorType: 'parse', message: `${subject}: the provider's answer ${what}`, cause });
}
