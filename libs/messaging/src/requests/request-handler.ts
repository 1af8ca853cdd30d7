import { type ReplyOf, type RequestName, type RequestOf, type ServiceName } from '@pezzottify/contracts';

/** What a handler may know about the request besides its body. */
export interface MessageContext {
  /** The name of the calling service, as it calls itself. For logs; proves nothing. */
  readonly caller: string;
  /** Unix milliseconds; the caller has gone after it. */
  readonly deadlineAt: number;
  readonly messageId: string;
}

export type RequestHandler<N extends RequestName> = (
  body: RequestOf<N>,
  context: MessageContext,
) => Promise<ReplyOf<N>>;

export interface HandleOptions {
  /** Under which name this process hosts jobs; for job-host requests only. */
  as?: ServiceName;
  /** How many run at once; default 64. */
  concurrency?: number;
  /** How many more may wait; further ones are answered as overloaded. Default 256. */
  maxWaiting?: number;
}
