import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@pezzottify/testing';
import { type ApiClient } from '../household/api-client.js';
import { type Household } from '../household/household.js';
import { invitePeople, startChaosHousehold, victimsOf } from './chaos-household.js';
import { auditProblems } from './checks/audit.js';
import { figureProblems } from './checks/figures.js';
import { itemProblems } from './checks/items.js';
import { mediaProblems } from './checks/media.js';
import { requestProblems } from './checks/requests.js';
import { toldProblems } from './checks/told.js';
import { Diary } from './diary.js';
import { collectEvidence } from './evidence/collect-evidence.js';
import { databaseProblems, readQueue, readTold } from './evidence/databases.js';
import { type Figures } from './evidence/evidence.js';
import { leftoverProblems } from './evidence/leftovers.js';
import { PeakMemory } from './evidence/peak-memory.js';
import { SeededRandom } from './random.js';
import { makeScenery, type Scenery } from './script/albums.js';
import { type Intent, writeScript } from './script/intents.js';
import { type Person } from './script/person.js';
import { type ChaosSettings, peopleFor } from './settings.js';
import { TroubleMaker } from './troubles/trouble-maker.js';
import { type ServiceVictim } from './troubles/victim.js';

const EVERY_MS = 1_000;
const ANSWER_LIMIT_MS = 60_000;
const REST_LIMIT_MS = 120_000;
const AGAIN_LIMIT_MS = 30_000;

interface Stage {
  readonly settings: ChaosSettings;
  readonly scenery: Scenery;
  readonly script: readonly Intent[];
  readonly household: Household;
  readonly admin: ApiClient;
  readonly people: readonly Person[];
  readonly random: SeededRandom;
}

const CHECKS = { itemProblems, requestProblems, auditProblems, figureProblems, mediaProblems, toldProblems };

/** One run: a household, people who ask for albums, trouble every second, rest, and a look at everything. */
export class ChaosRun {
  readonly diary = new Diary();
  readonly memory = new PeakMemory();
  readonly problems: string[] = [];
  summary = '';

  readonly victims: readonly ServiceVictim[];

  private constructor(private readonly stage: Stage) {
    this.victims = victimsOf(stage.household);
  }

  get household(): Household {
    return this.stage.household;
  }

  static async prepare(settings: ChaosSettings): Promise<ChaosRun> {
    const random = new SeededRandom(settings.seed);
    const count = peopleFor(settings.albums);
    const scenery = makeScenery(settings.albums, random.fork());
    const lastsMs = settings.seconds * 1000;
    const script = writeScript({ albums: scenery.albums, people: count, lastsMs }, random.fork());
    const household = await startChaosHousehold(scenery);
    const byArtist = Map.groupBy(scenery.library.albums, ({ artistIds }) => artistIds[0]);
    const discographyOf = (artistId: string): string[] => (byArtist.get(artistId) ?? []).map(({ id }) => id);
    const people = await invitePeople(household, count, discographyOf);
    const admin = await household.signIn();
    return new ChaosRun({ settings, scenery, script, household, admin, people, random: random.fork() });
  }

  async execute(): Promise<void> {
    const { script, people } = this.stage;
    const asked = Promise.allSettled(script.map(async (intent) => people[intent.person]?.perform(intent)));
    await this.makeTrouble();
    const outcomes = await Promise.race([asked, delay(ANSWER_LIMIT_MS, [], { ref: false })]);
    if (outcomes.length < script.length) this.problems.push('somebody still waits for an answer');
    for (const outcome of outcomes) if (outcome.status === 'rejected') this.problems.push(String(outcome.reason));
    await this.rest();
    await this.look();
    await this.stop();
    this.problems.push(...this.memory.problems());
  }

  private async makeTrouble(): Promise<void> {
    const { nats, provider } = this.household;
    const maker = new TroubleMaker({ services: this.victims, nats, provider }, this.stage.random, this.diary);
    while (this.diary.seconds < this.stage.settings.seconds) {
      await maker.makeTrouble();
      await this.watch();
      // What is tested is one fault a second, so the second is part of the test.
      await delay(EVERY_MS);
    }
    await maker.calm();
    this.problems.push(...maker.failures.map(String));
    await Promise.all(this.victims.map(({ service }) => service.ready()));
    await this.watch();
    this.diary.write('everything is ready');
  }

  private async watch(): Promise<void> {
    this.problems.push(...this.victims.flatMap((victim) => victim.complaint() ?? []));
    await this.memory.sample(this.victims);
  }

  /** Until every request has ended; with the scheduler gone no new scan of the watchdog brings further items. */
  private async rest(): Promise<void> {
    await this.untilIdle(REST_LIMIT_MS);
    await this.stopOne(this.household.jobScheduler, 'job-scheduler');
    await this.untilIdle(AGAIN_LIMIT_MS);
    const { db } = this.household.folders;
    const everyoneTold = () => {
      const [problem] = toldProblems({ queue: readQueue(db), told: readTold(db) });
      if (problem !== undefined) throw new Error(problem);
    };
    // What is missing by then is reported with everything else.
    await eventually(everyoneTold, { timeoutMs: 20_000, everyMs: 200 }).catch(() => undefined);
    this.diary.write('at rest');
  }

  private async untilIdle(timeoutMs: number): Promise<void> {
    const isIdle = async () => {
      const { body } = await this.stage.admin.get<Pick<Figures['stats'], 'queue'>>('/v1/download/admin/stats');
      const { pending, in_progress, retry_waiting } = body.queue;
      if (pending + in_progress + retry_waiting > 0) throw new Error(`still on its way: ${JSON.stringify(body.queue)}`);
    };
    const note = (error: unknown) => void this.problems.push(String(error));
    await eventually(isIdle, { timeoutMs, everyMs: 200 }).catch(note);
  }

  private async look(): Promise<void> {
    const { people, admin, scenery } = this.stage;
    const wishes = people.flatMap((person) => person.wishes);
    const evidence = await collectEvidence(this.household, admin, { wishes, scenery });
    for (const check of Object.values(CHECKS)) this.problems.push(...check(evidence));
    this.problems.push(...(await leftoverProblems(this.household, evidence.files)));
    const ends = Map.groupBy(
      evidence.queue.items,
      ({ status, parent_id }) => `${parent_id === null ? 'requests' : 'files'} ${status}`,
    );
    this.summary = [...ends].map(([what, { length }]) => `${what}: ${length}`).join(', ');
  }

  private async stop(): Promise<void> {
    const { household } = this;
    for (const [index, worker] of household.workers.entries()) await this.stopOne(worker, `worker ${index + 1}`);
    await this.stopOne(household.downloadManager, 'download-manager');
    await this.stopOne(household.catalogApi, 'catalog-api');
    this.problems.push(...databaseProblems(household.folders.db));
    this.diary.write('stopped');
  }

  private async stopOne(service: Household['catalogApi'], name: string): Promise<void> {
    const code = await service.stop();
    if (code !== 0) this.problems.push(`${name} ended with ${String(code)} when it was told to stop`);
  }
}
