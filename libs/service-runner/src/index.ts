export { type Clock, systemClock } from './clock.js';
export { type RunningService, runService, type ServiceContext, type ServiceOptions } from './run-service.js';
