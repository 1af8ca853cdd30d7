import { describe, expect, it } from '@jest/globals';
import { permissionRoute, publicRoute, sessionRoute } from './route-access.js';

describe('route configs', () => {
  it('say who may call a route and what it counts into', () => {
    expect([
      publicRoute(),
      sessionRoute({ isWebSocket: true }),
      permissionRoute(['EditCatalog'], { bucket: 'write' }),
    ]).toEqual([
      { access: { kind: 'public' } },
      { access: { kind: 'session', isWebSocket: true } },
      { access: { kind: 'permission', anyOf: ['EditCatalog'], bucket: 'write' } },
    ]);
  });

  it('refuse a permission route without permission: nobody, or everybody?', () => {
    expect(() => permissionRoute([])).toThrow(RangeError);
  });
});
