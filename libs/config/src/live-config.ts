import { type Sources } from './command-line/command-line.js';
import { type Config, takeOver, toConfig } from './config.js';
import { readConfiguration } from './load-config.js';
import { type ProgramName } from './programs.js';
import { type Resolution, type Resolved } from './resolution/resolve.js';
import { shownValue } from './schema/value-words.js';

/** A setting whose value in the file is another one than the service runs with. Values as TOML shows them, no secrets. */
export interface SettingChange {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** `false`: the new value needs a restart. */
  readonly isTaken: boolean;
}

/**
 * The configuration of a running service. `config` and its tables are the same objects for the whole life of the
 * service; what is live in them follows the file each time it is read again.
 */
export class LiveConfig {
  readonly config: Config;
  private readonly running: Map<string, unknown>;

  /** Throws {@link ConfigInvalidError} with every problem there is. */
  constructor(
    private readonly service: ProgramName,
    private readonly sources: Sources,
  ) {
    const { resolution } = readConfiguration(service, sources);
    this.config = toConfig(resolution);
    this.running = valuesOf(resolution);
  }

  /**
   * Reads the file again and takes over what is live. Gives everything that differs from what the service runs with, as
   * far as it reads it. Throws {@link ConfigInvalidError} with every problem there is, and then nothing has changed.
   */
  reread(): SettingChange[] {
    const { resolution } = readConfiguration(this.service, this.sources);
    const differing = [...resolution.settings.values()].filter((resolved) => this.concerns(resolved));
    const changes = differing.map((resolved) => this.changeTo(resolved));
    const live = differing.filter(({ setting }) => setting.isLive);
    takeOver(this.config, toConfig(resolution), live);
    for (const { key, value } of live) this.running.set(key, value);
    return changes;
  }

  private concerns({ key, value, setting }: Resolved): boolean {
    // Compared as they are: two passwords look alike where they are shown.
    const isAnother = JSON.stringify(value) !== JSON.stringify(this.running.get(key));
    return isAnother && setting.readBy.includes(this.service);
  }

  private changeTo({ key, value, setting }: Resolved): SettingChange {
    return { key, from: shownValue(this.running.get(key)), to: shownValue(value), isTaken: setting.isLive };
  }
}

function valuesOf({ settings }: Resolution): Map<string, unknown> {
  return new Map([...settings].map(([key, { value }]) => [key, value]));
}
