import { Injectable } from '@nestjs/common';

export type RunResult = 'success' | 'failed' | 'cancelled' | 'interrupted';

export interface EndedRunEvent {
  readonly jobId: string;
  readonly result: RunResult;
  /** Null for a run that no host has taken. */
  readonly seconds: number | null;
}

export interface RunListener {
  onStarted?(jobId: string): void;
  onEnded?(run: EndedRunEvent): void;
}

/** Tells collectors and the clockwork what is on disk about runs; the code that begins and ends runs knows neither. */
@Injectable()
export class RunEvents {
  private readonly listeners: RunListener[] = [];

  listen(listener: RunListener): void {
    this.listeners.push(listener);
  }

  started(jobId: string): void {
    for (const listener of this.listeners) listener.onStarted?.(jobId);
  }

  ended(run: EndedRunEvent): void {
    for (const listener of this.listeners) listener.onEnded?.(run);
  }
}
