import { describe, expect, it } from '@jest/globals';
import { parseToml } from '../file/toml-text.js';
import { type ProgramName } from '../programs.js';
import { SCHEMA, settingsOf } from '../schema/schema.js';
import { judge } from './judge.js';
import { printedConfiguration } from './printed-configuration.js';

function setup(text: string, flags: Record<string, unknown> = {}, service: ProgramName = 'catalog-api') {
  const given = { role: null, flags: new Map(Object.entries(flags)) };
  const { resolution } = judge(service, given, parseToml(text, 'p.toml'));
  const printed = printedConfiguration(resolution, { path: '/etc/p.toml', text, tree: {} });
  const line = (name: string): string =>
    printed.split('\n').find((one) => one.replace('# ', '').startsWith(`${name} `)) ?? '';
  return { printed, resolution, line: (name: string) => line(name).replace(/ {2,}/g, '  ') };
}

describe('printedConfiguration', () => {
  it('says where each value comes from', () => {
    const text = 'port = 4000\n\n[download_manager]\nmax_retries = 2\n';
    const { line } = setup(text, { '--db-dir': '/d', '--port': 5000 });
    expect([line('db_dir'), line('port'), line('max_retries')]).toEqual([
      'db_dir = "/d"  # flag --db-dir',
      'port = 4000  # file /etc/p.toml:1, wins over --port',
      'max_retries = 2  # file /etc/p.toml:4',
    ]);
    expect([line('metrics_port'), line('media_path'), line('frontend_dir_path'), line('cert_path')]).toEqual([
      'metrics_port = 9091  # default',
      'media_path = "/d"  # default: the value of db_dir; required for download workers',
      '# frontend_dir_path is not set  # default',
      '# cert_path is not set  # default',
    ]);
  });

  it.each([
    ['downloader_url', 'downloader_url = "http://me:hunter2@d:1/api@2"', '"http://***@d:1/api@2"'],
    ['downloader_url', 'downloader_url = "https://d/api?key=hunter2#hunter2"', '"https://d/api?***"'],
    ['url', '[nats]\nurl = "nats://hunter2@n"', '"nats://***@n"'],
    ['url', '[nats]\nurl = "tls://me:hun@ter2@n:4222"', '"tls://***@n:4222"'],
  ])('hides what is secret in %s of %j', (name, text, shown) => {
    const { line, printed } = setup(text);
    expect(line(name)).toContain(`${name} = ${shown}  # file`);
    expect(printed).not.toMatch(/hun|ter2/);
  });

  it('shows every setting once, in TOML that leads to the same values', () => {
    const text = `db_dir = "C:\\\\data \\"é\\""
trusted_proxies = ["10.0.0.0/8", "::1"]
downloader_url = "http://d"
[download_manager]
backoff_multiplier = 1.5
throttle_enabled = true`;
    const { printed, resolution } = setup(text, { '--logging-level': 'body' });
    const again = judge('catalog-api', { role: null, flags: new Map() }, parseToml(printed, 'printed'));
    expect(again.problems).toEqual([]);
    for (const { key, name } of settingsOf(SCHEMA)) {
      expect([key, again.resolution.valueOf(key)]).toEqual([key, resolution.valueOf(key)]);
      expect(printed).toMatch(new RegExp(`^(# )?${name} `, 'm'));
    }
  });
});
