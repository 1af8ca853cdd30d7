import { Agent, buildConnector, type Dispatcher } from 'undici';
import { ProviderError } from '../provider.errors.js';
import { type ConnectionLimits, FileConnection } from './file-connection.js';
import { codeOf, errorTypeOfRequest } from './network-failure.js';
import { parseProviderAddress, type ProviderAddress, redirectPath } from './provider-url.js';
import { refusalOf } from './refusal.js';

export interface HttpExchangeOptions {
  url: string;
  /** For connecting, for headers, and for every gap between body bytes. */
  timeoutSeconds: number;
  userAgent: string;
}

export interface HttpQuestion {
  /** What is asked for, in words, for error messages. */
  subject: string;
  /** Below the provider's prefix, already encoded. */
  path: string;
  headers: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

export type HttpAnswer = Dispatcher.ResponseData;

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** GET requests to one provider; gives 2xx answers with their body unread, everything else is a {@link ProviderError}. */
export class HttpExchange {
  private readonly agent: Agent;
  private readonly limits: ConnectionLimits;
  private readonly address: ProviderAddress;

  constructor(private readonly options: HttpExchangeOptions) {
    this.address = parseProviderAddress(options.url);
    const limit = options.timeoutSeconds * 1000;
    this.limits = { connect: buildConnector({ timeout: limit }), headersTimeout: limit, bodyTimeout: limit };
    // HTTP/1.1 only: the time limits are per connection there, and one slow stream cannot hold up another.
    this.agent = new Agent({ ...this.limits, allowH2: false });
  }

  /** The answer comes with a connection of its own, which the caller closes. */
  async getFile(question: HttpQuestion): Promise<{ answer: HttpAnswer; connection: FileConnection }> {
    const connection = new FileConnection(this.address.origin, this.limits);
    try {
      return { answer: await this.get(question, connection.client), connection };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async get(question: HttpQuestion, dispatcher: Dispatcher = this.agent): Promise<HttpAnswer> {
    let path = this.address.prefix + question.path;
    for (let redirects = 0; ; redirects++) {
      const answer = await this.ask(path, question, dispatcher);
      if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
      if (!REDIRECTS.has(answer.statusCode)) throw await refusalOf(answer, question.subject, question.signal);
      path = this.follow(path, answer, question, redirects);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask(path: string, question: HttpQuestion, dispatcher: Dispatcher): Promise<HttpAnswer> {
    const { signal, subject } = question;
    const headers = { ...question.headers, 'user-agent': this.options.userAgent };
    try {
      const answer = await dispatcher.request({
        origin: this.address.origin,
        path,
        method: 'GET',
        headers,
        signal: signal ?? null,
      });
      // A body that breaks after nobody reads it any more would otherwise end the process.
      answer.body.on('error', () => undefined);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      const message = `${subject}: the request to the provider failed (${codeOf(error)})`;
      throw new ProviderError({ errorType: errorTypeOfRequest(error), message, cause: error });
    }
  }

  private follow(path: string, answer: HttpAnswer, question: HttpQuestion, redirects: number): string {
    answer.body.destroy();
    const { location } = answer.headers;
    const next = redirectPath(this.address.origin, path, typeof location === 'string' ? location : undefined);
    if (next !== null && redirects < MAX_REDIRECTS) return next;
    const why = next === null ? 'elsewhere' : `more than ${MAX_REDIRECTS} times`;
    throw new ProviderError({ errorType: 'unknown', message: `${question.subject}: the provider redirected ${why}` });
  }
}
