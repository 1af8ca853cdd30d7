import {
  requestsOwnedBy,
  type EventName,
  type ReplyOf,
  type RequestName,
  type RequestOf,
  type ServiceName,
  type SignalName,
  type SignalOf,
} from '@pezzottify/contracts';
import { type NatsConnection } from 'nats';
import { NatsLink, type LinkOptions } from './connection/nats-link.js';
import { EventConsumer } from './events/event-consumer.js';
import { type ConsumeOptions } from './events/event-handling.js';
import { EventStream } from './events/event-stream.js';
import { HandlerRegistrationError } from './messaging.errors.js';
import { RequestClient, type RequestOptions } from './requests/request-client.js';
import { type HandleOptions, type RequestHandler } from './requests/request-handler.js';
import { RequestServer } from './requests/request-server.js';
import { SignalHub } from './signals/signal-hub.js';

export type MessageBusOptions = LinkOptions;

/** Typed messages over NATS. Every method may be called before NATS is there. */
export class MessageBus {
  private readonly link: NatsLink;
  private readonly client: RequestClient;
  private readonly server: RequestServer;
  private readonly signals: SignalHub;
  private readonly consumers: EventConsumer[] = [];
  private readonly consumed: ConsumeOptions<EventName>[] = [];
  /** For the relay; services record events and consume them. */
  readonly events: EventStream;
  private isStarted = false;

  private constructor(private readonly options: MessageBusOptions) {
    this.events = new EventStream(options.logger);
    this.link = new NatsLink(options);
    this.client = new RequestClient(this.link, options.service);
    this.server = new RequestServer(options.logger);
    this.signals = new SignalHub(this.link, options.service, options.logger);
  }

  /** Returns at once; connects and reconnects in the background until `stop`. */
  static connect(options: MessageBusOptions): MessageBus {
    return new MessageBus(options);
  }

  get isConnected(): boolean {
    return this.link.session !== undefined;
  }

  whenConnected(): Promise<void> {
    return this.link.whenConnected();
  }

  /** Throws PeerUnavailableError (not connected, nobody answers, timed out, overloaded) or PeerFailedError. */
  request<N extends RequestName>(name: N, body: RequestOf<N>, options: RequestOptions): Promise<ReplyOf<N>> {
    return this.client.request(name, body, options);
  }

  /** A second handler for the same name is an error. */
  handle<N extends RequestName>(name: N, handler: RequestHandler<N>, options: HandleOptions = {}): void {
    const registration = this.server.register(name, handler, options);
    this.ifStarted((session) => this.server.open(session, registration));
  }

  signal<N extends SignalName>(name: N, body: SignalOf<N>): void {
    this.signals.send(name, body);
  }

  onSignal<N extends SignalName>(name: N, handler: (body: SignalOf<N>) => void): void {
    const listener = this.signals.listen(name, handler);
    this.ifStarted((session) => this.signals.open(session, listener));
  }

  /** Events reach `handle` at least once, and have their effect once. Durable names and (database, event) pairs are unique. */
  consume<N extends EventName>(options: ConsumeOptions<N>): void {
    const general = options as unknown as ConsumeOptions<EventName>;
    this.assertUnclaimed(general);
    this.consumed.push(general);
    const consumer = new EventConsumer(general, this.events, this.options.logger);
    this.consumers.push(consumer);
    if (this.isStarted) consumer.start();
  }

  /** Opens what was registered so far, now and on every later connection. */
  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.link.onSession((session) => {
      this.server.openAll(session);
      this.signals.openAll(session);
      void this.events.open(session);
    });
    for (const consumer of this.consumers) consumer.start();
  }

  /** Throws naming every request of this owner that has no handler. */
  assertHandled(owner: ServiceName | 'job-host'): void {
    const missing = requestsOwnedBy(owner).filter((name) => !this.server.isHandled(name));
    if (missing.length > 0) throw new HandlerRegistrationError(`no handler for ${missing.join(', ')}`);
  }

  /** Takes nothing new, lets running handlers end and their answers leave, then disconnects. */
  async stop(limitMs = 10_000): Promise<void> {
    const consumersEnded = this.consumers.map((consumer) => consumer.stop());
    const drained = Promise.all([this.server.drain(), this.signals.drain(), ...consumersEnded]);
    const limit = AbortSignal.timeout(limitMs);
    await Promise.race([drained, new Promise<void>((resolve) => limit.addEventListener('abort', () => resolve()))]);
    await this.link.stop();
  }

  /** The inbox knows events, not consumers: a second consumer of the same event on one database would find it handled. */
  private assertUnclaimed({ durable, database, events }: ConsumeOptions<EventName>): void {
    if (this.consumed.some((other) => other.durable === durable)) {
      throw new HandlerRegistrationError(`consumer ${durable} is registered already`);
    }
    const claimed = this.consumed.filter((other) => other.database === database).flatMap((other) => other.events);
    const twice = events.filter((name) => claimed.includes(name));
    if (twice.length > 0) throw new HandlerRegistrationError(`${twice.join(', ')}: consumed on this database already`);
  }

  private ifStarted(open: (session: NatsConnection) => void): void {
    if (this.isStarted && this.link.session) open(this.link.session);
  }
}
