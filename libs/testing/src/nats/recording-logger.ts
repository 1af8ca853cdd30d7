import { pino, type Logger } from 'pino';

export interface LoggedLine {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

/** A logger for tests about what is logged: every line lands in `lines`, nothing on stdout. */
export function recordingLogger(): { logger: Logger; lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as LoggedLine);
  return { logger: pino({ level: 'debug' }, { write }), lines };
}
