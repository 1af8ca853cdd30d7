import { describe, expect, it } from '@jest/globals';
import { keyLines, lineOf } from './key-lines.js';

const lines = keyLines(`# port = 1
port = 2

nats = { url = "nats://n" }
download_manager . max_retries = 3
  [services]  # where they are
  job_scheduler_port=4
[ssl]
`);

describe('lineOf', () => {
  it.each([
    ['port', 2],
    ['nats.url', 4],
    ['download_manager.max_retries', 5],
    ['services.job_scheduler_port', 7],
    ['ssl.cert_path', undefined],
    ['metrics_port', undefined],
  ])('finds %s', (key, line) => {
    expect(lineOf(lines, key)).toBe(line);
  });
});
