import { type FastifyRequest } from 'fastify';

/** What is known of a request once nobody waits for its answer any more. Nothing in it is of the client's choosing. */
export interface AnsweredRequest {
  method: string;
  /** Route template, or `unmatched`. */
  path: string;
  status: number;
  seconds: number;
  /** Error code of a refusal. */
  code: string | undefined;
  /** Of the body, as it arrived. */
  requestBytes: number;
  /** Of the body, as far as they have left; less than the whole when the client went away. 0 for a WebSocket. */
  responseBytes: number;
}

/** `request` for what others have noted about it, such as its session; what it holds of the client's choosing is no label. */
export type AnsweredListener = (answered: AnsweredRequest, request: FastifyRequest) => void;
