import { type RequestName } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Msg, type NatsConnection, type Subscription } from 'nats';
import { HandlerRegistrationError } from '../messaging.errors.js';
import { encodeJson } from '../wire/json.js';
import { readHeaders } from '../wire/message-headers.js';
import { isTooLarge } from '../wire/payload-limit.js';
import { failure, OVERLOADED, type ReplyEnvelope } from '../wire/reply-envelope.js';
import { requestQueue, requestSubject } from '../wire/subjects.js';
import { answerRequest, type AnyHandler } from './answer-request.js';
import { Departures } from './departures.js';
import { Lane } from './lane.js';
import { type HandleOptions, type RequestHandler } from './request-handler.js';

const CONCURRENCY = 64;
const MAX_WAITING = 256;

interface Registration {
  readonly name: RequestName;
  readonly subject: string;
  readonly queue: string;
  readonly handler: AnyHandler;
  readonly lane: Lane;
}

/** Receives requests on the subjects of the registered handlers, each with a bounded lane of its own. */
export class RequestServer {
  private readonly registrations = new Map<string, Registration>();
  private readonly subscriptions = new Set<Subscription>();
  private readonly departures = new Departures();

  constructor(private readonly logger: Logger) {}

  register<N extends RequestName>(name: N, handler: RequestHandler<N>, options: HandleOptions): Registration {
    const subject = requestSubject(name, options.as);
    if (this.registrations.has(subject)) throw new HandlerRegistrationError(`${subject} has a handler already`);
    const registration = {
      name,
      subject,
      queue: requestQueue(name, options.as),
      handler: handler as AnyHandler,
      lane: new Lane(options.concurrency ?? CONCURRENCY, options.maxWaiting ?? MAX_WAITING),
    };
    this.registrations.set(subject, registration);
    return registration;
  }

  isHandled(name: RequestName): boolean {
    return [...this.registrations.values()].some((registration) => registration.name === name);
  }

  openAll(session: NatsConnection): void {
    this.subscriptions.clear();
    for (const registration of this.registrations.values()) this.open(session, registration);
  }

  open(session: NatsConnection, registration: Registration): void {
    const callback = (error: Error | null, message: Msg): void => {
      if (error) this.logger.error({ err: error, subject: registration.subject }, 'requests cannot be received');
      else this.receive(registration, message);
    };
    this.subscriptions.add(session.subscribe(registration.subject, { queue: registration.queue, callback }));
  }

  /** No new requests; resolves when those already here are answered. */
  async drain(): Promise<void> {
    await Promise.allSettled([...this.subscriptions].map((subscription) => subscription.drain()));
    await Promise.all([...this.registrations.values()].map(({ lane }) => lane.idle()));
  }

  private receive({ name, handler, lane }: Registration, message: Msg): void {
    const answer = async (): Promise<void> => {
      const envelope = await answerRequest(name, handler, message, this.logger);
      if (envelope) await this.departures.add(() => this.respond(name, message, envelope));
    };
    if (lane.offer(answer)) return;
    this.logger.warn(
      { request: name, caller: readHeaders(message).caller },
      'more requests than may wait; turned away',
    );
    this.respond(name, message, failure(OVERLOADED, 'too many requests wait already'));
  }

  private respond(name: RequestName, message: Msg, envelope: ReplyEnvelope): void {
    try {
      message.respond(encodeJson(envelope));
    } catch (error) {
      this.logger.error({ request: name, err: error }, 'answer could not be sent');
      if (isTooLarge(error)) this.respond(name, message, failure('REPLY_TOO_LARGE', 'the answer does not fit'));
    }
  }
}
