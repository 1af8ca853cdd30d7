import { type Clock } from '@pezzottify/service-runner';

/** The one of service-runner comes with the logger, the metrics and the configuration of a service: a third of the start. */
export const systemClock: Clock = {
  seconds: () => Math.floor(Date.now() / 1000),
  millis: () => Date.now(),
};
