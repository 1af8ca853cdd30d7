export type CheckResult = 'ok' | (string & {});
export type Check = () => CheckResult | Promise<CheckResult>;

export interface ReadinessReport {
  ready: boolean;
  /** Per check `ok` or the reason why not, in order of registration. */
  checks: Record<string, string>;
}

interface Registered {
  check: Check;
  isPeer: boolean;
}

const CHECK_LIMIT_MS = 2_000;

/**
 * What a service needs before it can do its work. A peer (another service) is reported like the rest, but its absence
 * does not make this service unready: it starts before its peers and works fully once they are there.
 */
export class Readiness {
  private readonly registered = new Map<string, Registered>();

  constructor(private readonly limitMs = CHECK_LIMIT_MS) {}

  add(name: string, check: Check, { isPeer = false }: { isPeer?: boolean } = {}): void {
    if (this.registered.has(name)) throw new Error(`readiness check "${name}" is registered twice`);
    this.registered.set(name, { check, isPeer });
  }

  async report(): Promise<ReadinessReport> {
    const results = await Promise.all([...this.registered].map((entry) => this.outcomeOf(entry)));
    return {
      ready: results.every(({ isPeer, result }) => isPeer || result === 'ok'),
      checks: Object.fromEntries(results.map(({ name, result }) => [name, result])),
    };
  }

  private async outcomeOf([name, { check, isPeer }]: [string, Registered]) {
    return { name, isPeer, result: await resultWithin(check, this.limitMs) };
  }
}

/** The report is public: what a check throws may name paths or hosts and is therefore not repeated. */
async function resultWithin(check: Check, limitMs: number): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => {
    late.resolve('no answer in time');
  }, limitMs);
  try {
    return await Promise.race([check(), late.promise]);
  } catch {
    return 'check failed';
  } finally {
    clearTimeout(timer);
  }
}
