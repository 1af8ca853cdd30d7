import { type NatsServer, type SpawnedProvider } from '@pezzottify/testing';
import { type Diary } from '../diary.js';
import { type SeededRandom } from '../random.js';
import { absence, passingFault } from './provider-moods.js';
import { type ServiceVictim } from './victim.js';

export interface Surroundings {
  readonly services: readonly ServiceVictim[];
  readonly nats: NatsServer;
  readonly provider: SpawnedProvider;
}

/** What is gone until it is started, and what stands still until it is thawed. */
type Removable = Pick<ServiceVictim, 'name' | 'start'>;
type Freezable = Pick<ServiceVictim, 'name' | 'freeze' | 'thaw'>;

interface Trouble {
  readonly weight: number;
  begin(): Promise<void> | void;
}

const LONGEST_ABSENCE_MS = 3_000;
/** Up to longer than a lease: what was frozen comes back late and has lost its work. */
const LONGEST_FREEZE_MS = 8_000;

/** Does something bad to the system each time it is told to, and sees to it that it passes. */
export class TroubleMaker {
  private readonly busy = new Set<string>();
  private readonly ends = new Map<NodeJS.Timeout, () => Promise<void>>();
  private readonly ending = new Set<Promise<void>>();
  readonly failures: unknown[] = [];

  constructor(
    private readonly around: Surroundings,
    private readonly random: SeededRandom,
    private readonly diary: Diary,
  ) {}

  async makeTrouble(): Promise<void> {
    const possible = this.troubles();
    if (possible.length > 0) await this.random.pickWeighted(possible).begin();
  }

  /** Ends all that was begun: everything runs again, or is about to. */
  async calm(): Promise<void> {
    // What is still being stopped has an end only afterwards.
    while (this.ends.size + this.ending.size > 0) {
      for (const [timer, end] of this.ends) {
        clearTimeout(timer);
        this.ends.delete(timer);
        this.track(end);
      }
      await Promise.all(this.ending);
    }
    await this.around.provider.heal();
    this.diary.write('calm');
  }

  /** Of what is not in trouble yet. */
  private troubles(): Trouble[] {
    const services = this.around.services.filter(({ name }) => !this.busy.has(name));
    const { nats, provider } = this.around;
    const broker = { name: 'nats', start: () => nats.start() };
    return [
      ...services.flatMap((victim) => [
        { weight: victim.weight, begin: () => this.remove(victim, 'killed', () => victim.kill()) },
        { weight: 0.2 * victim.weight, begin: () => this.remove(victim, 'stopped', () => victim.stop()) },
        { weight: 0.7 * victim.weight, begin: () => this.freeze(victim) },
      ]),
      ...this.unlessBusy('nats', [
        { weight: 1.5, begin: () => this.remove(broker, 'killed', () => nats.kill()) },
        { weight: 0.5, begin: () => this.remove(broker, 'stopped', () => nats.terminate()) },
        { weight: 0.3, begin: () => this.remove(broker, 'killed and its store wiped', () => loseStore(nats)) },
      ]),
      ...this.unlessBusy('provider', [
        { weight: 6, begin: () => this.spoil() },
        { weight: 0.7, begin: () => this.removeProvider() },
        { weight: 0.7, begin: () => this.freeze(providerVictim(provider)) },
      ]),
    ];
  }

  private unlessBusy = (name: string, troubles: Trouble[]): Trouble[] => (this.busy.has(name) ? [] : troubles);

  private remove(victim: Removable, how: string, away: () => Promise<void>): void {
    const awayMs = this.random.between(0, LONGEST_ABSENCE_MS);
    this.diary.write(`${victim.name} ${how}, away for ${awayMs} ms`);
    this.busy.add(victim.name);
    // Stopping in order takes its time, and other troubles go on meanwhile.
    this.track(async () => {
      await away().catch((error: unknown) => void this.failures.push(error));
      this.endAfter(awayMs, victim.name, () => victim.start());
    });
  }

  private freeze(victim: Freezable): void {
    const frozenMs = this.random.between(500, LONGEST_FREEZE_MS);
    this.diary.write(`${victim.name} frozen for ${frozenMs} ms`);
    victim.freeze();
    this.endAfter(frozenMs, victim.name, () => {
      victim.thaw();
    });
  }

  private async spoil(): Promise<void> {
    const rule = passingFault(this.random);
    this.diary.write(`provider: ${JSON.stringify(rule)}`);
    await this.around.provider.fail(rule);
  }

  private async removeProvider(): Promise<void> {
    const awayMs = this.random.between(500, LONGEST_FREEZE_MS);
    const rules = absence(this.random);
    this.diary.write(`provider away for ${awayMs} ms: ${JSON.stringify(rules[0]?.fault)}`);
    for (const rule of rules) await this.around.provider.fail(rule);
    this.endAfter(awayMs, 'provider', () => this.around.provider.heal());
  }

  private endAfter(ms: number, name: string, end: () => Promise<void> | void): void {
    this.busy.add(name);
    const finish = async (): Promise<void> => {
      await end();
      this.diary.write(`${name} back`);
      this.busy.delete(name);
    };
    const timer = setTimeout(() => {
      this.ends.delete(timer);
      this.track(finish);
    }, ms);
    this.ends.set(timer, finish);
  }

  private track(end: () => Promise<void>): void {
    const running = end().catch((error: unknown) => void this.failures.push(error));
    this.ending.add(running);
    void running.finally(() => this.ending.delete(running));
  }
}

/** As when its volume is lost: what it holds is never the only copy of anything. */
async function loseStore(nats: NatsServer): Promise<void> {
  await nats.kill();
  await nats.wipe();
}

const providerVictim = ({ pid }: SpawnedProvider): Freezable => ({
  name: 'provider',
  freeze: () => void process.kill(pid, 'SIGSTOP'),
  thaw: () => void process.kill(pid, 'SIGCONT'),
});
