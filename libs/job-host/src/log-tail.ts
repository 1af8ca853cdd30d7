import { type RunLogTail } from '@pezzottify/contracts';
import { type Logger, redact } from '@pezzottify/observability';

const MAX_LINES = 40;
const MAX_LENGTH = 300;
const LEVELS = ['info', 'warn', 'error', 'fatal'] as const;

/** The last lines a run has logged, for the history: their text, without the fields beside it, and without secrets. */
export class LogTail {
  private readonly lines: string[] = [];

  get all(): RunLogTail {
    return [...this.lines];
  }

  add(level: string, text: string): void {
    this.lines.push(`${new Date().toISOString()} ${level} ${redact(text)}`.slice(0, MAX_LENGTH));
    if (this.lines.length > MAX_LINES) this.lines.shift();
  }

  /** A logger that is `logger`, and is listened to here. */
  listenTo(logger: Logger): Logger {
    const heard = Object.create(logger) as Logger;
    for (const level of LEVELS) {
      const log = (...line: unknown[]): void => {
        this.add(level, textOf(line));
        Reflect.apply(logger[level], logger, line);
      };
      Object.defineProperty(heard, level, { value: log, writable: true, configurable: true });
    }
    return heard;
  }
}

function textOf([first, second]: readonly unknown[]): string {
  if (typeof first === 'string') return first;
  if (typeof second === 'string') return second;
  return first instanceof Error ? first.message : '';
}
