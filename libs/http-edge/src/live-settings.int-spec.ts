import { afterAll, expect, it } from '@jest/globals';
import { type RequestLogLevel } from './observation/request-log.js';
import { startEdge } from './test-app/start-edge.js';

const config = { trustedProxies: [], loggingLevel: 'none' as RequestLogLevel, ssl: null };
const edge = await startEdge({ config });
afterAll(() => edge.app.close());

it('logs requests at the level that is set now, not at the one it was started with', async () => {
  const logged = async (level: RequestLogLevel): Promise<{ msg: string; hasHeaders: boolean }[]> => {
    config.loggingLevel = level;
    edge.lines.length = 0;
    await (await edge.ask('/v1/notes/a')).text();
    return edge.lines
      .filter(({ msg }) => msg === 'request')
      .map(({ msg, headers }) => ({ msg, hasHeaders: headers !== undefined }));
  };
  expect(await logged('none')).toEqual([]);
  expect(await logged('path')).toEqual([{ msg: 'request', hasHeaders: false }]);
  expect(await logged('headers')).toEqual([{ msg: 'request', hasHeaders: true }]);
  expect(await logged('none')).toEqual([]);
});
