import { Injectable } from '@nestjs/common';

export type RunResult = 'success' | 'failed' | 'cancelled' | 'interrupted';
type Listener = (jobId: string, result: RunResult) => void;

/** Tells collectors and the clockwork that a run has ended; the code that ends runs knows neither. */
@Injectable()
export class RunEvents {
  private readonly listeners: Listener[] = [];

  onEnded(listener: Listener): void {
    this.listeners.push(listener);
  }

  ended(jobId: string, result: RunResult): void {
    for (const listener of this.listeners) listener(jobId, result);
  }
}
