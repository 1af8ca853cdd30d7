import { Injectable } from '@nestjs/common';
import { type PassedDueTime } from '../schedules/decide-due.js';

export type RunResult = 'success' | 'failed' | 'cancelled' | 'interrupted';

export interface EndedRunEvent {
  readonly jobId: string;
  readonly result: RunResult;
  /** Null for a run that no host has taken. */
  readonly seconds: number | null;
}

export interface StartedRunEvent {
  readonly jobId: string;
  /** After its due time; null for a run that has none. */
  readonly secondsLate: number | null;
}

/** Due times of a job at which nothing ran. */
export interface PassedDueTimesEvent {
  readonly jobId: string;
  readonly statuses: readonly PassedDueTime['status'][];
}

export interface RunListener {
  onStarted?(run: StartedRunEvent): void;
  onPassed?(passed: PassedDueTimesEvent): void;
  onEnded?(run: EndedRunEvent): void;
}

/** Tells collectors and the clockwork what is on disk about runs; the code that begins and ends runs knows neither. */
@Injectable()
export class RunEvents {
  private readonly listeners: RunListener[] = [];

  listen(listener: RunListener): void {
    this.listeners.push(listener);
  }

  started(run: StartedRunEvent): void {
    for (const listener of this.listeners) listener.onStarted?.(run);
  }

  passed(passed: PassedDueTimesEvent): void {
    for (const listener of this.listeners) listener.onPassed?.(passed);
  }

  ended(run: EndedRunEvent): void {
    for (const listener of this.listeners) listener.onEnded?.(run);
  }
}
