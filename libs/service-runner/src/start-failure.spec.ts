import { describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { describeStartFailure } from './start-failure.js';

const config = (service: Config['service'], port: number, metricsPort: number): Config =>
  ({ service, port, metricsPort }) as Config;
const listenError = (code: string, port: number): Error =>
  Object.assign(new Error(`listen ${code}: 0.0.0.0:${port}`), { code, port, syscall: 'listen' });

describe('describeStartFailure', () => {
  it('names port, key and flag when the HTTP port is in use', () => {
    const described = describeStartFailure(listenError('EADDRINUSE', 3001), config('catalog-api', 3001, 9091));
    expect(described).toBe(
      'port 3001 is in use by another program. Stop that program, or choose another port with port in the configuration file or --port.',
    );
  });

  it('names the key of the metrics port, also below the error of a framework', () => {
    const wrapped = new Error('server closed', { cause: listenError('EADDRINUSE', 9093) });
    expect(describeStartFailure(wrapped, config('download-manager', 3021, 9093))).toBe(
      'port 9093 is in use by another program. Stop that program, or choose another port with ' +
        'services.download_manager_metrics_port in the configuration file or --metrics-port.',
    );
  });

  it('explains a port that only privileged users may open', () => {
    const described = describeStartFailure(listenError('EACCES', 80), config('catalog-api', 80, 9091));
    expect(described).toBe(
      'port 80 may be opened by privileged users only. Choose another port with port in the configuration file or --port.',
    );
  });

  it('leaves other refusals in their own words', () => {
    const denied = Object.assign(new Error('EACCES: permission denied, open /data/user.db'), { code: 'EACCES' });
    expect(describeStartFailure(denied, config('catalog-api', 3001, 9091))).toBe(denied.message);
    expect(describeStartFailure('just text', config('catalog-api', 3001, 9091))).toBe('just text');
  });
});
