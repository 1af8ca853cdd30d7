import { ErrorCode, NatsError } from 'nats';

const MAX_PAYLOAD_EXCEEDED: string = ErrorCode.MaxPayloadExceeded;

/** The client refused to send it because the server would cut the connection for it. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof NatsError && error.code === MAX_PAYLOAD_EXCEEDED;
