import { randomUUID } from 'node:crypto';
import { SIGNALS, validate, type SignalName, type SignalOf } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type Msg, type NatsConnection, type Subscription } from 'nats';
import { type NatsLink } from '../connection/nats-link.js';
import { asEffectOf } from '../wire/causation.js';
import { decodeJson, encodeJson } from '../wire/json.js';
import { messageHeaders, readHeaders } from '../wire/message-headers.js';
import { signalSubject } from '../wire/subjects.js';

interface Listener {
  readonly name: SignalName;
  readonly handler: (body: unknown) => unknown;
}

/** Signals reach every process that listens at this moment, or nobody: what must not be lost is an event. */
export class SignalHub {
  private readonly listeners: Listener[] = [];
  private readonly subscriptions = new Set<Subscription>();

  constructor(
    private readonly link: NatsLink,
    private readonly service: string,
    private readonly logger: Logger,
  ) {}

  /** Dropped while not connected; a body of the wrong shape is the caller's mistake and throws. */
  send<N extends SignalName>(name: N, body: SignalOf<N>): void {
    const payload = encodeJson(validate(name, SIGNALS[name], body));
    const { session } = this.link;
    if (session === undefined || session.isClosed()) return;
    try {
      session.publish(signalSubject(name), payload, {
        headers: messageHeaders({ id: randomUUID(), caller: this.service }),
      });
    } catch (error) {
      this.logger.warn({ signal: name, err: error }, 'signal could not be sent');
    }
  }

  listen<N extends SignalName>(name: N, handler: (body: SignalOf<N>) => void): Listener {
    const listener = { name, handler: handler as Listener['handler'] };
    this.listeners.push(listener);
    return listener;
  }

  openAll(session: NatsConnection): void {
    this.subscriptions.clear();
    for (const listener of this.listeners) this.open(session, listener);
  }

  open(session: NatsConnection, listener: Listener): void {
    const callback = (error: Error | null, message: Msg): void => {
      if (!error) this.receive(listener, message);
    };
    this.subscriptions.add(session.subscribe(signalSubject(listener.name), { callback }));
  }

  async drain(): Promise<void> {
    await Promise.allSettled([...this.subscriptions].map((subscription) => subscription.drain()));
  }

  private receive({ name, handler }: Listener, message: Msg): void {
    const complain = (error: unknown): void =>
      this.logger.warn({ signal: name, err: error }, 'signal was not understood or its handler failed');
    try {
      const body = validate(name, SIGNALS[name], decodeJson(message.data));
      const result = asEffectOf(readHeaders(message), () => handler(body));
      // An async function may stand in for a handler; its rejection would otherwise end the process.
      if (result instanceof Promise) result.catch(complain);
    } catch (error) {
      complain(error);
    }
  }
}
