import { type RequestOf, type ServiceName } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type SchedulerDoor } from './scheduler-door.js';

export type RunStart = RequestOf<'job-host.start-run'>;

/** What a run needs of the host that carries it out. */
export interface RunSurroundings {
  readonly scheduler: SchedulerDoor;
  readonly service: ServiceName;
  readonly logger: Logger;
}
