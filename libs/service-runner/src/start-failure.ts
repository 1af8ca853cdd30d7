import { type Config, PROGRAMS } from '@pezzottify/config';

/** Why a service could not start and what to do about it, in one line without stack. */
export function describeStartFailure(error: unknown, config: Config): string {
  const refusal = listenErrorIn(error);
  const reason = REASONS[refusal?.code ?? ''];
  if (refusal && reason !== undefined) return `port ${refusal.port} ${reason} with ${chooserOf(refusal, config)}.`;
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program. Stop that program, or choose another port',
  EACCES: 'may be opened by privileged users only. Choose another port',
};

type ListenError = NodeJS.ErrnoException & { port: number };

/** Frameworks wrap the refusal of the system to open a port. */
function listenErrorIn(error: unknown): ListenError | undefined {
  const seen = new Set<unknown>();
  for (let link = error; link instanceof Error && !seen.has(link); link = link.cause) {
    if ((link as ListenError).syscall === 'listen') return link as ListenError;
    seen.add(link);
  }
  return undefined;
}

function chooserOf(refusal: ListenError, { service, port }: Config): string {
  const { portKey, metricsPortKey } = PROGRAMS[service];
  const [key, flag] = refusal.port === port ? [portKey, '--port'] : [metricsPortKey, '--metrics-port'];
  return `${key} in the configuration file or ${flag}`;
}
