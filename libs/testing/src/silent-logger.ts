import { type Logger } from '@pezzottify/observability';
import { pino } from 'pino';

/** A logger that writes nothing. */
export const silentLogger = (): Logger => pino({ level: 'silent' });
