import { FakeClock, openDatabase, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { catalogDatabase } from '../../storage/catalog/catalog-database.js';
import { everythingIn } from './everything-in.js';
import { fillSampleCatalog } from './sample-catalog.js';
import { startCatalog } from './start-catalog.js';

export interface Answer {
  status: number;
  body: unknown;
}

/** The sample catalog behind real HTTP, and somebody who may edit it. */
export async function startEditing() {
  const database = await openDatabase(catalogDatabase);
  await fillSampleCatalog(database);
  const clock = new FakeClock();
  const mediaPath = await temporaryDirectory();
  const catalog = await startCatalog({ database, mediaPath, clock, logger: silentLogger() });
  const as =
    (who: string) =>
    async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const headers = { authorization: who, ...(body !== undefined && { 'content-type': 'application/json' }) };
      const answer = await catalog.ask(`/v1/${path}`, { method, headers, ...content });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? '' : (JSON.parse(text) as unknown) };
    };
  const rows = <Row = Record<string, unknown>>(sql: string): Promise<Row[]> => database.reads.all<Row>(sql);
  const everything = () => everythingIn(database);
  return { catalog, clock, database, rows, everything, as, ask: as('editor') };
}

export type Editing = Awaited<ReturnType<typeof startEditing>>;
