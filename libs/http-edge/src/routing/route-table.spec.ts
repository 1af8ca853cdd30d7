import { describe, expect, it } from '@jest/globals';
import { RouteTable } from './route-table.js';

function setup(routes: readonly (readonly [string, string])[]) {
  const table = new RouteTable();
  for (const [method, pattern] of routes) table.add(method, pattern);
  return table;
}

describe('RouteTable', () => {
  const table = setup([
    ['GET', '/'],
    ['GET', '/v1/album/:id'],
    ['PUT', '/v1/album/:key'],
    ['GET', '/v1/album/:id/resolved'],
    ['POST', '/v1/request/album'],
    ['GET', '/v1/request/:id'],
    ['GET', '/v1/proxied/*'],
    ['POST', '/v1/proxied/*'],
  ]);

  it.each([
    ['/', ['GET']],
    ['/v1/album/b1', ['GET', 'PUT']],
    ['/v1/album/b1/resolved', ['GET']],
    ['/v1/album/a%2Fb', ['GET', 'PUT']],
    ['/v1/%61lbum/b1', ['GET', 'PUT']],
    ['/v1/request/x', ['GET']],
    ['/v1/proxied/a/b', ['GET', 'POST']],
    ['/v1/proxied/', ['GET', 'POST']],
  ])('%s knows %j', (path, methods) => {
    expect(table.methodsOf(path)).toEqual(methods);
  });

  it.each([
    '',
    '/v1',
    '/v1/',
    '/v1/album',
    '/v1/album/',
    '/v1/album/b1/',
    '//v1/album/b1',
    '/v1/album/b1/x',
    '/V1/album/b1',
  ])('%s is unknown', (path) => {
    expect(table.methodsOf(path)).toEqual([]);
  });

  it('takes a literal segment before a parameter, whatever the method', () => {
    expect(table.methodsOf('/v1/request/album')).toEqual(['POST']);
  });

  it('goes back to the parameter when the literal leads nowhere', () => {
    const branching = setup([
      ['GET', '/a/b/c'],
      ['GET', '/a/:x/d'],
    ]);
    expect(branching.methodsOf('/a/b/d')).toEqual(['GET']);
  });

  it.each([
    ['/v1/album/b1', true],
    ['/%761/album/b1', true],
    ['/health/live', true],
    ['/', false],
  ])('tells the methods of %s: %s', (path, tells) => {
    expect(table.tellsMethodsOf(path)).toBe(tells);
  });

  describe('with a frontend at the top', () => {
    const withFrontend = setup([
      ['GET', '/*'],
      ['GET', '/v1/album/:id'],
      ['GET', '/health/live'],
    ]);

    it.each(['/', '/login', '/album/b1', '/v1x'])('%s is the frontend', (path) => {
      expect(withFrontend.methodsOf(path)).toEqual(['GET']);
    });

    it('tells the methods of every path', () => {
      expect(withFrontend.tellsMethodsOf('/')).toBe(true);
    });

    it.each(['/v1', '/v1/nothing', '/%761/nothing', '/health', '/health/x'])('%s is not', (path) => {
      expect(withFrontend.methodsOf(path)).toEqual([]);
    });
  });
});
