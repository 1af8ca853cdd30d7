export { type Grant, isGrantActive } from './grants.js';
export * from './permissions.js';
export * from './resolution.js';
export * from './roles.js';
export * from './visibility.js';
