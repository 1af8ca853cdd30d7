/** What a provider can do wrong with one answer. Everything is plain data, so that it also reaches a child process. */
export type Fault =
  /** The provider's own error answer; `message` becomes the `message` of its JSON body. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; message?: string }
  /** Promises the whole body, sends its beginning and drops the connection. */
  | { kind: 'truncate'; afterBytes: number }
  /** Sends the whole body under a Content-Length that is off by this much. */
  | { kind: 'wrong-length'; delta: number }
  | { kind: 'html' }
  | { kind: 'empty' }
  /** Sends this instead, with a status of 200 unless said. */
  | { kind: 'replace'; body: string; status?: number; headers?: Record<string, string> }
  /** Drops the connection before any answer. */
  | { kind: 'reset' }
  /** Takes the request and says nothing. */
  | { kind: 'silence' }
  /** Sends the beginning and then nothing more. */
  | { kind: 'stall'; afterBytes: number }
  | { kind: 'drip'; bytesPerChunk: number; everyMs: number }
  | { kind: 'delay'; ms: number }
  | { kind: 'redirect'; location: string; status?: number }
  | { kind: 'gzip' }
  /** A few KB that unpack to this many bytes. */
  | { kind: 'gzip-bomb'; bytes: number };

export interface FaultRule {
  /** `/track/t1/audio`; `*` stands for anything within one segment. Queries are not compared. */
  path: string;
  fault: Fault;
  /** How many requests of this path are answered properly first. */
  after?: number;
  /** How many requests are hit; all without it. */
  times?: number;
  /** Stays when the provider is healed: it is how the provider is, not what befell it. */
  isLasting?: boolean;
}

/** Decides which request is hit by which rule; the first rule that has something left wins. */
export class FaultPlan {
  private rules: { rule: FaultRule; seen: number; pattern: RegExp }[] = [];

  add(rule: FaultRule): void {
    this.rules.push({ rule, seen: 0, pattern: patternOf(rule.path) });
  }

  clear(): void {
    this.rules = this.rules.filter(({ rule }) => rule.isLasting);
  }

  next(path: string): Fault | null {
    let hit: Fault | null = null;
    for (const entry of this.rules.filter(({ pattern }) => pattern.test(path))) {
      if (hit !== null) break;
      const position = entry.seen++ - (entry.rule.after ?? 0);
      if (position >= 0 && position < (entry.rule.times ?? Infinity)) hit = entry.rule.fault;
    }
    return hit;
  }
}

export function patternOf(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}
