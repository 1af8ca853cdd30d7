export type UnavailableReason = 'not_connected' | 'connection_lost' | 'nobody_answers' | 'timed_out' | 'overloaded';

/**
 * The peer could not be asked, or did not answer in time. After `timed_out` and `connection_lost` the request may have
 * been carried out all the same; after the other reasons it was not.
 */
export class PeerUnavailableError extends Error {
  readonly code = 'PEER_UNAVAILABLE';

  constructor(
    readonly request: string,
    readonly reason: UnavailableReason,
    options: { cause?: unknown } = {},
  ) {
    super(`${request}: ${reason.replaceAll('_', ' ')}`, options);
    this.name = 'PeerUnavailableError';
  }
}

/** The peer was there and its handler failed, or it does not keep the contract. `peerCode` says which. */
export class PeerFailedError extends Error {
  readonly code = 'PEER_FAILED';

  constructor(
    readonly request: string,
    readonly peerCode: string,
    message: string,
  ) {
    super(`${request}: ${message} (${peerCode})`);
    this.name = 'PeerFailedError';
  }
}

/** The message would not fit into one NATS message; it was not sent and the connection is unharmed. */
export class MessageTooLargeError extends Error {
  readonly code = 'MESSAGE_TOO_LARGE';

  constructor(what: string, bytes: number, maxBytes: number) {
    super(`${what}: ${bytes} bytes with a limit of ${maxBytes} for one message`);
    this.name = 'MessageTooLargeError';
  }
}

/** A name has no handler, or two. A mistake of composition: start-up must fail. */
export class HandlerRegistrationError extends Error {
  readonly code = 'HANDLER_REGISTRATION';

  constructor(message: string) {
    super(message);
    this.name = 'HandlerRegistrationError';
  }
}
