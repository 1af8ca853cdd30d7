import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger, type LoggerOptions, outputTo } from './logger.js';
import { runWithTrace, traceparentOrNew } from './trace-context.js';

function setup(options: Partial<LoggerOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { logger: createLogger({ service: 'specs', destination, ...options }), lines };
}

describe('createLogger', () => {
  const levelBefore = process.env.LOG_LEVEL;
  afterEach(() => {
    if (levelBefore === undefined) delete process.env.LOG_LEVEL;
    else process.env.LOG_LEVEL = levelBefore;
  });

  it('loses lines on a full disk, and nothing else', async () => {
    const { logger } = setup({ destination: outputTo('/dev/full') });
    for (let line = 0; line < 3; line += 1) logger.warn('no room');
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('writes JSON lines with time, level word, service and message', () => {
    const { logger, lines } = setup({ level: 'info' });
    logger.info({ port: 3001 }, 'ready');
    expect(lines).toEqual([
      { time: expect.stringMatching(/^\d{4}-.*Z$/), level: 'info', service: 'specs', port: 3001, msg: 'ready' },
    ]);
  });

  it.each([
    ['error', 1],
    ['warn', 2],
    ['INFO', 3],
    ['debug', 4],
    ['nonsense', 3],
    [undefined, 3],
  ])('LOG_LEVEL %s lets %i of four lines through', (word, count) => {
    if (word === undefined) delete process.env.LOG_LEVEL;
    else process.env.LOG_LEVEL = word;
    const { logger, lines } = setup();
    for (const level of ['error', 'warn', 'info', 'debug'] as const) logger[level]('x');
    expect(lines).toHaveLength(count);
  });

  it('redacts objects, messages, their arguments, errors and child bindings', () => {
    const { logger, lines } = setup({ level: 'debug' });
    logger.info({ deep: { er: [{ password: 'hunter2' }] } }, 'token=hunter2 %s', 'cookie: hunter2');
    logger.child({ token: 'hunter2' }).warn('x');
    logger.error(new Error('password=hunter2', { cause: { secret: 'hunter2' } }));
    logger.debug({ err: Object.assign(new Error('x'), { authorization: 'hunter2' }) });
    expect(lines).toHaveLength(4);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('keeps name and stack of errors', () => {
    const { logger, lines } = setup({ level: 'info' });
    logger.error({ err: new RangeError('too far') }, 'failed');
    expect(lines[0]).toMatchObject({ err: { type: 'RangeError', message: 'too far', stack: expect.any(String) } });
  });

  it('says which trace a line belongs to', () => {
    const { logger, lines } = setup({ level: 'info' });
    const traceparent = traceparentOrNew(undefined);
    runWithTrace(traceparent, () => logger.info('inside'));
    logger.info('outside');
    expect(lines.map((line) => line.trace_id)).toEqual([traceparent.split('-')[1], undefined]);
  });
});
