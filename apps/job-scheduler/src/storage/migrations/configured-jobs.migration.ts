import { ForwardMigration } from '@pezzottify/persistence';

/** A job as its host announced it, beside what it is with the configuration: that may change while the host is away. */
export class ConfiguredJobs1764300000000 extends ForwardMigration {
  readonly name = 'ConfiguredJobs1764300000000';

  protected readonly statements = ['ALTER TABLE job ADD COLUMN announced TEXT'];
}
