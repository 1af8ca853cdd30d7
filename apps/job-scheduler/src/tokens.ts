/** What the composition root provides to the modules of this service. */
export const DATABASE = Symbol('DATABASE');
export const CONFIG = Symbol('CONFIG');
export const CLOCK = Symbol('CLOCK');
export const LOGGER = Symbol('LOGGER');
export const MESSAGE_BUS = Symbol('MESSAGE_BUS');
export const METRICS = Symbol('METRICS');
