import { createLogger, Metrics, Readiness } from '@pezzottify/observability';
import { type Type } from '@nestjs/common';
import { createHttpApplication, type HttpApplicationOptions } from '../create-http-application.js';
import { listen } from '../server/listen.js';
import { NotesModule } from './notes.controller.js';

export type LogLine = Record<string, unknown> & { msg: string };

/** A real application on a free port, with its log in memory. */
export async function startEdge(given: Partial<HttpApplicationOptions> = {}, module: Type = NotesModule, atPort = 0) {
  const lines: LogLine[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) };
  const logger = createLogger({ service: 'edge', level: 'info', destination });
  const metrics = new Metrics();
  const readiness = new Readiness();
  const app = await createHttpApplication(module, {
    config: { trustedProxies: [], loggingLevel: 'path', ssl: null },
    logger,
    metrics,
    readiness,
    title: 'Notes',
    version: '1.0.0',
    ...given,
  });
  const port = await listen(app, atPort).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    app,
    port,
    url,
    logger,
    lines,
    metrics,
    readiness,
    ask: (path: string, init?: RequestInit) => fetch(url + path, init),
  };
}

export type Edge = Awaited<ReturnType<typeof startEdge>>;
