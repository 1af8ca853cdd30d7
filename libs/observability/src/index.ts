export * from './logger.js';
export * from './metrics.js';
export * from './metrics-server.js';
export * from './readiness.js';
export * from './redaction.js';
export * from './trace-context.js';
