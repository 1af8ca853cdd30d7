import { readdir } from 'node:fs/promises';
import { load } from 'js-yaml';
import { inRepository, readInRepository } from './compose-file.js';

interface PrometheusFile {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly static_configs?: readonly { readonly targets: readonly string[] }[];
    readonly dns_sd_configs?: readonly { readonly names: readonly string[]; readonly port: number }[];
  }[];
}

/** By the name of the job: where Prometheus asks, as `host:port`. */
export async function scrapeTargets(): Promise<ReadonlyMap<string, string>> {
  const { scrape_configs } = load(await readInRepository('monitoring/prometheus/prometheus.yml')) as PrometheusFile;
  return new Map(
    scrape_configs.map(({ job_name, static_configs = [], dns_sd_configs = [] }) => [
      job_name,
      [
        ...static_configs.flatMap(({ targets }) => targets),
        ...dns_sd_configs.flatMap(({ names, port }) => names.map((name) => `${name}:${port}`)),
      ].join(),
    ]),
  );
}

/** The metrics that alerts and dashboards speak of. */
export async function metricsLookedAt(): Promise<ReadonlySet<string>> {
  const rules = (await readdir(inRepository('monitoring/prometheus/rules'))).map((name) => `prometheus/rules/${name}`);
  const files = [...rules, 'grafana/dashboards/pezzottify.json'].map((name) => readInRepository(`monitoring/${name}`));
  const names = (await Promise.all(files)).flatMap((text) => text.match(/\bpezzottify_\w+/g) ?? []);
  return new Set(names.map((name) => name.replace(/_bucket$/, '')));
}
