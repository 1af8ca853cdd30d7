import { type ServiceProcess } from '@pezzottify/testing';

/** A process that can be taken away for a while and come back. */
export class ServiceVictim {
  private isMeantToRun = true;

  constructor(
    readonly name: string,
    readonly service: ServiceProcess,
    readonly weight: number,
  ) {}

  /** What ended by itself, without having been killed; null while all is well. */
  complaint(): string | null {
    if (!this.isMeantToRun || this.service.isRunning) return null;
    this.isMeantToRun = false;
    return `${this.name} ended by itself:\n${this.service.output.split('\n').slice(-10).join('\n')}`;
  }

  async kill(): Promise<void> {
    this.isMeantToRun = false;
    await this.service.kill();
  }

  /** In order, as for an upgrade. */
  async stop(): Promise<void> {
    this.isMeantToRun = false;
    const code = await this.service.stop();
    // Still loading, it could not listen to the signal yet, and had nothing to end in order either.
    if (this.service.endedBy === 'SIGTERM') return;
    if (code !== 0) throw new Error(`${this.name} ended with ${String(code)} when it was told to stop`);
  }

  async start(): Promise<void> {
    await this.service.launch();
    this.isMeantToRun = true;
  }

  freeze(): void {
    this.service.freeze();
  }

  thaw(): void {
    this.service.thaw();
  }
}
