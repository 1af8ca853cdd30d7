/**
 * What the composition root provides to the feature modules. Interfaces and instances that are built before Nest starts
 * have no class to inject by, hence the symbols.
 */
export const CATALOG_DATABASE = Symbol('CATALOG_DATABASE');
export const USER_DATABASE = Symbol('USER_DATABASE');
export const CONFIG = Symbol('CONFIG');
export const CLOCK = Symbol('CLOCK');
export const LOGGER = Symbol('LOGGER');
export const METRICS = Symbol('METRICS');
export const MESSAGE_BUS = Symbol('MESSAGE_BUS');
/** Port of popular content: how often each track was played. Adapter: storage/user. */
export const LISTENING_STATISTICS = Symbol('LISTENING_STATISTICS');
/** Port of popular content: where the last computed result is kept. Adapter: storage/user. */
export const POPULAR_RESULT_STORE = Symbol('POPULAR_RESULT_STORE');
export const SESSION_JUDGE = Symbol('SESSION_JUDGE');
export const SYNC_EVENTS = Symbol('SYNC_EVENTS');
export const LOGIN = Symbol('LOGIN');
export const LOGOUT = Symbol('LOGOUT');
export const READ_SYNC = Symbol('READ_SYNC');
export const PERMISSION_CHANGES = Symbol('PERMISSION_CHANGES');
export const REVOCATION = Symbol('REVOCATION');
export const SOCKET_REGISTRY = Symbol('SOCKET_REGISTRY');
export const BANDWIDTH_RECORDER = Symbol('BANDWIDTH_RECORDER');
/** Ends the service in order. */
export const REQUEST_STOP = Symbol('REQUEST_STOP');
