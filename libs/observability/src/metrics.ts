import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const PREFIX = 'pezzottify_';

/**
 * The metrics of one service, in a registry of its own. Names are given without the prefix `pezzottify_`; a name given
 * twice is an error. Labels hold words from closed lists only: never users, ids or text.
 */
export class Metrics {
  readonly registry = new Registry();

  /** Told the name of a gauge that could not be measured, so that somebody can write it down. */
  constructor(private readonly onCollectFailure: (name: string, error: unknown) => void = () => undefined) {
    this.gauge('process_memory_bytes', 'Resident memory of the process', [], (gauge) => {
      gauge.set(process.memoryUsage.rss());
    });
  }

  counter<Label extends string = never>(name: string, help: string, labels: readonly Label[] = []): Counter<Label> {
    return new Counter({ ...this.named(name, help), labelNames: labels });
  }

  /**
   * `collect` runs at every scrape and sets the value; without it the caller sets it. A gauge whose `collect` fails is
   * missing from that scrape, and only it: what counts the trouble must be seen in the trouble.
   */
  gauge<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[] = [],
    collect?: (gauge: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label> {
    return new Gauge<Label>({
      ...this.named(name, help),
      labelNames: labels,
      ...(collect && { collect: this.measured(name, collect) }),
    });
  }

  private measured<Label extends string>(name: string, collect: (gauge: Gauge<Label>) => void | Promise<void>) {
    const tell = this.onCollectFailure;
    return async function (this: Gauge<Label>): Promise<void> {
      try {
        await collect(this);
      } catch (error) {
        forget(this);
        tell(name, error);
      }
    };
  }

  /** `buckets` are upper bounds in the unit of the name, ascending. */
  histogram<Label extends string = never>(
    name: string,
    help: string,
    labels: readonly Label[],
    buckets: readonly number[],
  ): Histogram<Label> {
    return new Histogram({ ...this.named(name, help), labelNames: labels, buckets: [...buckets] });
  }

  private named(name: string, help: string) {
    return { name: `${PREFIX}${name}`, help, registers: [this.registry] };
  }
}

/** An old value would look like a measured one. `reset` alone leaves a gauge without labels at 0. */
function forget<Label extends string>(gauge: Gauge<Label>): void {
  gauge.reset();
  gauge.remove({});
}
