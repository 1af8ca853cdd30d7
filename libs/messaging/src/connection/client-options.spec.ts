import { describe, expect, it } from '@jest/globals';
import { clientOptions } from './client-options.js';

describe('clientOptions', () => {
  const optionsFor = (url: string) => clientOptions({ url, service: 'catalog-api' });

  it('takes user and password from the url, decoded, and leaves them out of the address', () => {
    const options = optionsFor('nats://ada:p%40ss@nats.internal:4222');
    expect(options).toMatchObject({ servers: 'nats.internal:4222', user: 'ada', pass: 'p@ss', name: 'catalog-api' });
  });

  it('asks for neither where the url has none', () => {
    expect(Object.keys(optionsFor('nats://127.0.0.1:4222'))).not.toContain('user');
  });

  it('encrypts for tls:// only', () => {
    expect(optionsFor('tls://nats.internal:4222')).toHaveProperty('tls');
    expect(optionsFor('nats://nats.internal:4222')).not.toHaveProperty('tls');
  });

  it('leaves reconnecting to the link, which does not buffer', () => {
    expect(optionsFor('nats://127.0.0.1:4222').reconnect).toBe(false);
  });
});
