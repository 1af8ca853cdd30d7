import { type ServiceVictim } from '../troubles/victim.js';

const MEGABYTE = 1024 * 1024;
/** About twice what each needs when it is busy: growth without end passes it, noise does not. */
const LIMIT = 400 * MEGABYTE;

export class PeakMemory {
  private readonly peaks = new Map<string, number>();

  async sample(services: readonly Pick<ServiceVictim, 'name' | 'service'>[]): Promise<void> {
    for (const { name, service } of services) {
      // It may just have been killed.
      const bytes = await service.residentBytes().catch(() => 0);
      this.peaks.set(name, Math.max(bytes, this.peaks.get(name) ?? 0));
    }
  }

  problems(): string[] {
    return [...this.peaks]
      .filter(([, bytes]) => bytes > LIMIT)
      .map(([name, bytes]) => `${name} took ${megabytes(bytes)} of memory`);
  }

  toString(): string {
    return [...this.peaks].map(([name, bytes]) => `${name} ${megabytes(bytes)}`).join(', ');
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / MEGABYTE)} MB`;
