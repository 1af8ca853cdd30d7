import { type Config } from '@pezzottify/config';
import { type MessageBus } from '@pezzottify/messaging';
import { type Metrics, type Readiness } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type ServiceContext } from '@pezzottify/service-runner';
import { type Provider } from './provider/provider.port.js';

/** What the owner of the queue is built on. */
export interface OwnerParts {
  readonly config: Config;
  readonly context: ServiceContext;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly bus: MessageBus;
  /** Null only while the download manager is off, like `database`. */
  readonly provider: Provider | null;
  readonly database: Database | null;
}
