import { type Answer } from './answer.js';
import { styleFor } from './style.js';

type Sink = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean };

export interface ReporterOptions {
  readonly out: Sink;
  readonly err: Sink;
  readonly isJson: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** Results to standard output, everything else to standard error. */
export class Reporter {
  constructor(private readonly options: ReporterOptions) {}

  /** The same, in JSON if it is not already. */
  inJsonIf(isWanted: boolean): Reporter {
    return isWanted ? new Reporter({ ...this.options, isJson: true }) : this;
  }

  answer({ json, text }: Answer): void {
    const { out, isJson, environment } = this.options;
    out.write(`${isJson ? JSON.stringify(json) : text(styleFor(out, environment))}\n`);
  }

  failure(error: unknown): void {
    const { err, isJson, environment } = this.options;
    const { message, code } = explained(error);
    const style = styleFor(err, environment);
    err.write(`${isJson ? JSON.stringify({ error: message, code }) : style.bad(`cli-auth: ${message}`)}\n`);
  }

  /** Something worth knowing that is no result; programs are not interested. */
  notice(text: string): void {
    const { err, isJson, environment } = this.options;
    if (!isJson) err.write(`${styleFor(err, environment).faint(`cli-auth: ${text}`)}\n`);
  }
}

const explained = (error: unknown): { message: string; code: string } =>
  error instanceof Error
    ? { message: error.message, code: (error as { code?: string }).code ?? 'INTERNAL' }
    : { message: String(error), code: 'INTERNAL' };
