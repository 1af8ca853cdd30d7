import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { appSource } from '../support/app-source.mjs';

const DECLARED = {
  ...{ name: 'Bench', description: '', shutdown: 'cancellable' },
  ...{ timeout_seconds: 600, missed_runs: 'once' },
};
const MINUTE_MS = 60_000;
const DATA = { change_count: 1 };

/** A service that hosts jobs and raises hooks, with the product's own code; its jobs end at once. */
export async function startHost({ natsUrl, folder }) {
  const {
    Database,
    JobHost,
    MessageBus,
    OutboxRelay,
    OUTBOX_AND_INBOX_DDL,
    ForwardMigration,
    recordEvent,
    createLogger,
  } = await appSource(
    'scheduler',
    ['persistence', 'job-host', 'messaging', 'observability'].map((lib) => `libs/${lib}/src/index.ts`),
  );
  class Outbox1764000000000 extends ForwardMigration {
    name = 'Outbox1764000000000';
    statements = OUTBOX_AND_INBOX_DDL;
  }
  const logger = createLogger({ service: 'catalog-api', level: 'warn' });
  const directory = join(folder, 'host');
  mkdirSync(directory);
  const spec = { name: 'host', fileName: 'host.db', entities: [], migrations: [Outbox1764000000000] };
  const database = await Database.open(spec, { directory, owner: 'bench', logger });
  const bus = MessageBus.connect({ url: natsUrl, service: 'catalog-api', logger });
  const relay = new OutboxRelay({ database, bus, logger });
  bus.start();
  relay.start();
  await bus.whenConnected();

  let starts = [];
  let onStart = () => undefined;
  let hold = Promise.resolve();
  let jobs = [];
  const run = async () => {
    starts.push({ monotonic: performance.now(), wall: Date.now() });
    onStart();
    await hold;
    return 'done';
  };
  const handlers = new Map();
  // One handler for all rounds: a bus takes each name once, and every round has other jobs.
  for (const name of ['job-host.start-run', 'job-host.start-runs', 'job-host.cancel-run'])
    bus.handle(name, (body) => handlers.get(name)(body), { as: 'catalog-api' });
  const record = (hook) =>
    database.write((tx) => recordEvent(tx, { source: 'catalog-api', type: `hook.${hook}`, data: DATA }));

  async function announce(declarations) {
    await Promise.all(jobs.map((host) => host.stop(60_000)));
    const heard = Promise.withResolvers();
    const host = new JobHost({
      bus: {
        handle: (name, handler) => handlers.set(name, handler),
        request: async (name, ...rest) => {
          const reply = await bus.request(name, ...rest);
          if (name === 'jobs.announce') heard.resolve();
          return reply;
        },
      },
      service: 'catalog-api',
      logger,
    });
    for (const declaration of declarations) host.register({ declaration: { ...DECLARED, ...declaration }, run });
    jobs = [host];
    host.start();
    await heard.promise;
  }

  const settled = async () => {
    await Promise.resolve();
    while (jobs.some((host) => host.runs.size > 0)) await new Promise((resolve) => setTimeout(resolve, 2));
  };

  return {
    announce,
    /** Raises a hook that `count` jobs want; how many milliseconds after it was on disk each of them began. */
    async raise(hook, count) {
      starts = [];
      const all = Promise.withResolvers();
      onStart = () => starts.length === count && all.resolve();
      await record(hook);
      const from = performance.now();
      await all.promise;
      await settled();
      return starts.map(({ monotonic }) => monotonic - from);
    },
    /** Raises a hook very often while its job runs; resolves with the number of runs when no more come. */
    async burst(hook, count) {
      starts = [];
      const gate = Promise.withResolvers();
      hold = gate.promise;
      await database.write(async (tx) => {
        for (let raised = 0; raised < count; raised += 1)
          await recordEvent(tx, { source: 'catalog-api', type: `hook.${hook}`, data: DATA });
      });
      await handled(folder, count);
      hold = Promise.resolve();
      gate.resolve();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await settled();
      return starts.length;
    },
    forget: () => void (starts = []),
    lateness: () => starts.map(({ wall }) => wall % MINUTE_MS),
    stop: async () => {
      await Promise.all(jobs.map((host) => host.stop(10_000)));
      await relay.stop();
      await bus.stop();
      await database.close();
    },
  };
}

/** Until the scheduler has dealt with so many more hooks: its inbox says so. */
async function handled(folder, count) {
  const { DatabaseSync } = await import('node:sqlite');
  const inbox = new DatabaseSync(join(folder, 'server.db'), { readOnly: true });
  const statement = inbox.prepare('SELECT count(*) AS count FROM inbox');
  let [last, quietSince] = [-1, performance.now()];
  const first = statement.get().count;
  for (;;) {
    const now = statement.get().count;
    if (now !== last) [last, quietSince] = [now, performance.now()];
    if (now - first >= count || performance.now() - quietSince > 5_000) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  inbox.close();
}
