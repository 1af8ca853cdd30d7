import { CodedError, type ErrorCode } from '@pezzottify/contracts';
import { ProviderError } from '../provider/provider.port.js';

export class ProviderRefusedError extends CodedError {}

/** What a user is told when the provider fails; `whenUnknown` is the code for what it does not have. */
export async function askProvider<T>(question: Promise<T>, whenUnknown: ErrorCode): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw error instanceof ProviderError ? refusal(error, whenUnknown) : error;
  }
}

function refusal(error: ProviderError, whenUnknown: ErrorCode): ProviderRefusedError {
  const options = { cause: error };
  switch (error.errorType) {
    case 'not_found':
      return new ProviderRefusedError(whenUnknown, 'the downloader does not know this', options);
    case 'timeout':
      return new ProviderRefusedError('PROVIDER_TIMEOUT', 'the downloader did not answer in time', options);
    default:
      return new ProviderRefusedError(
        'PROVIDER_ERROR',
        `the downloader could not answer (${error.errorType})`,
        options,
      );
  }
}
