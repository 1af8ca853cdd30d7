import { describe, expect, it } from '@jest/globals';
import { EVENTS, type EventName } from '@pezzottify/contracts';
import fc from 'fast-check';
import { eventFilter, eventSubject, requestQueue, requestSubject, signalSubject } from './subjects.js';

describe('subjects', () => {
  it('are derived from the names of the message map', () => {
    expect(requestSubject('session.admit')).toBe('pezzottify.request.session.admit.v1');
    expect(requestSubject('job-host.start-run', 'catalog-api')).toBe(
      'pezzottify.request.job-host.start-run.v1.catalog-api',
    );
    expect(eventSubject('hook.OnStartup')).toBe('pezzottify.event.hook.OnStartup');
    expect(signalSubject('session.revoked')).toBe('pezzottify.signal.session.revoked');
  });

  it('share requests among the processes of the owner, or of the host', () => {
    expect(requestQueue('session.admit')).toBe('catalog-api');
    expect(requestQueue('job-host.start-run', 'download-manager')).toBe('download-manager');
  });

  it('name a host for job-host requests and only for them', () => {
    expect(() => requestSubject('job-host.start-run')).toThrow('a job host must be named');
    expect(() => requestSubject('session.admit', 'catalog-api')).toThrow('only job-host requests name a host');
  });
});

describe('eventFilter', () => {
  const passes = (filter: string, subject: string): boolean => {
    const [wanted, actual] = [filter.split('.'), subject.split('.')];
    const end = wanted.indexOf('>');
    if (end === -1) return filter === subject;
    return actual.length > end && wanted.slice(0, end).every((token, at) => token === actual[at]);
  };

  it('is as narrow as one filter can be', () => {
    expect(eventFilter(['hook.OnStartup'])).toBe('pezzottify.event.hook.OnStartup');
    expect(eventFilter(['hook.OnStartup', 'hook.OnUserCreated'])).toBe('pezzottify.event.hook.>');
    expect(eventFilter(['hook.OnStartup', 'download.completed.v1'])).toBe('pezzottify.event.>');
    expect(eventFilter(['download.completed.v1', 'download.status.changed.v1'])).toBe('pezzottify.event.download.>');
  });

  it('lets every event pass that was asked for', () => {
    const names = fc.subarray(Object.keys(EVENTS) as EventName[], { minLength: 1 });
    fc.assert(fc.property(names, (types) => types.every((type) => passes(eventFilter(types), eventSubject(type)))));
  });
});
