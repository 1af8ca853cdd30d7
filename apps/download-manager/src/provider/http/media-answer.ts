import { ProviderError } from '../provider.errors.js';
import { type ProviderMedia } from '../provider.port.js';
import { type FileConnection } from './file-connection.js';
import { type HttpAnswer } from './http-exchange.js';
import { codeOf, errorTypeOfBody } from './network-failure.js';
import { keepingUp, type Pace } from './slow-body.js';

/** The unread body of a 2xx answer as media. Only plain bytes: what unpacks them could be made to fill the disk. */
export function openMediaAnswer(
  answer: HttpAnswer,
  connection: FileConnection,
  subject: string,
  pace: Pace,
  signal?: AbortSignal,
): ProviderMedia {
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    connection.close();
    throw corrupt(`${subject}: the provider sent the file packed`);
  }
  return {
    contentType: mediaType(answer.headers['content-type']),
    contentLength: contentLength(answer.headers['content-length']),
    body: bodyOf(keepingUp(answer.body, pace, subject), connection, subject, signal),
    discard: () => connection.close(),
  };
}

async function* bodyOf(
  body: AsyncIterable<Uint8Array>,
  connection: FileConnection,
  subject: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
    if (await connection.gaveTooMuch()) throw corrupt(`${subject}: the file is longer than its Content-Length`);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof ProviderError) throw error;
    const message = `${subject}: the file broke off (${codeOf(error)})`;
    throw new ProviderError({ errorType: errorTypeOfBody(error, 'corruption'), message, cause: error });
  } finally {
    connection.close();
  }
}

function corrupt(message: string): ProviderError {
  return new ProviderError({ errorType: 'corruption', message });
}

function mediaType(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  const [type = ''] = header.split(';');
  return type.trim().toLowerCase() || null;
}

function contentLength(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
