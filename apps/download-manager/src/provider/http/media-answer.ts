import { type Dispatcher } from 'undici';
import { ProviderError } from '../provider.errors.js';
import { type ProviderMedia } from '../provider.port.js';
import { codeOf, errorTypeOfBody } from './network-failure.js';

/** The unread body of a 2xx answer as media. Only plain bytes: what unpacks them could be made to fill the disk. */
export function openMediaAnswer(answer: Dispatcher.ResponseData, subject: string, signal?: AbortSignal): ProviderMedia {
  const encoding = answer.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    answer.body.destroy();
    const message = `${subject}: the provider sent the file packed`;
    throw new ProviderError({ errorType: 'corruption', message });
  }
  return {
    contentType: mediaType(answer.headers['content-type']),
    contentLength: contentLength(answer.headers['content-length']),
    body: translated(answer.body, subject, signal),
    discard: () => void answer.body.destroy(),
  };
}

async function* translated(
  body: AsyncIterable<Uint8Array>,
  subject: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    signal?.throwIfAborted();
    const message = `${subject}: the file broke off (${codeOf(error)})`;
    throw new ProviderError({ errorType: errorTypeOfBody(error, 'corruption'), message, cause: error });
  }
}

function mediaType(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  const [type = ''] = header.split(';');
  return type.trim().toLowerCase() || null;
}

function contentLength(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
