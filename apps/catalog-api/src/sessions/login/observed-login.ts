import { CodedError } from '@pezzottify/contracts';
import { type Login } from './login.usecase.js';

export const LOGIN_OUTCOMES = ['success', 'failure', 'error'] as const;
export type LoginOutcome = (typeof LOGIN_OUTCOMES)[number];

export type LoginListener = (outcome: LoginOutcome, seconds: number) => void;

/** Login, and somebody who is told how each attempt ended. What never became an attempt (a body that is none) is not told. */
export class ObservedLogin implements Pick<Login, 'execute'> {
  constructor(
    private readonly login: Pick<Login, 'execute'>,
    private readonly onAttempt: LoginListener,
  ) {}

  async execute(...attempt: Parameters<Login['execute']>): ReturnType<Login['execute']> {
    const startedAt = performance.now();
    const tell = (outcome: LoginOutcome): void => this.onAttempt(outcome, (performance.now() - startedAt) / 1000);
    try {
      const session = await this.login.execute(...attempt);
      tell('success');
      return session;
    } catch (error) {
      tell(error instanceof CodedError ? 'failure' : 'error');
      throw error;
    }
  }
}
