/**
 * What the composition root provides to the feature folders. Interfaces and instances that are built before Nest starts
 * have no class to inject by, hence the symbols.
 */
export const QUEUE_DATABASE = Symbol('QUEUE_DATABASE');
export const CONFIG = Symbol('CONFIG');
export const CLOCK = Symbol('CLOCK');
export const LOGGER = Symbol('LOGGER');
export const METRICS = Symbol('METRICS');
export const MESSAGE_BUS = Symbol('MESSAGE_BUS');
export const PROVIDER = Symbol('PROVIDER');
export const FREE_SPACE = Symbol('FREE_SPACE');
