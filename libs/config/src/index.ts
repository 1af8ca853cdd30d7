export { type CommandLine, helpText, parseCommandLine } from './command-line/command-line.js';
export { ConfigInvalidError, UsageError } from './config.errors.js';
export { type Config, toConfig } from './config.js';
export { loadConfig, resolveConfiguration } from './load-config.js';
export { type ProgramName, PROGRAMS, type Role } from './programs.js';
export { type Origin, type Resolution, type Resolved } from './resolution/resolve.js';
export { type LoggingLevel } from './schema/http.config.js';
export { type KeyedSetting, SCHEMA, settingsOf } from './schema/schema.js';
