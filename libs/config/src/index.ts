export { type CommandLine, helpText, parseCommandLine, type Sources } from './command-line/command-line.js';
export { ConfigInvalidError, UsageError } from './config.errors.js';
export { type Config } from './config.js';
export { LiveConfig, type SettingChange } from './live-config.js';
export { checkedConfiguration, loadConfig } from './load-config.js';
export { type ProgramName, PROGRAMS, type Role } from './programs.js';
export { type LoggingLevel } from './schema/http.config.js';
export { JOB_IDS, type JobSettings } from './schema/jobs.config.js';
export { type KeyedSetting, SCHEMA, settingsOf } from './schema/schema.js';
