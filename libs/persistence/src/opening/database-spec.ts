import { type MigrationInterface } from 'typeorm';

/** What one database file is made of. */
export interface DatabaseSpec {
  /** How the logs call it. */
  name: string;
  fileName: string;
  /** Classes with TypeORM decorators; compared with the migrated file by compareSchema, not used at run time. */
  // TypeORM's own type for them.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
  entities: Function[];
  /** Migration classes (TypeORM's MigrationInterface), whose names end in a 13-digit timestamp. */
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type
  migrations: Function[];
}

/** The migrations' names in the order of their timestamps, as TypeORM records them in the table `migrations`. */
export const migrationNames = (spec: Pick<DatabaseSpec, 'migrations'>): string[] =>
  spec.migrations
    .map((migration) => new (migration as new () => MigrationInterface)().name ?? migration.name)
    .sort((one, other) => timestampOf(one) - timestampOf(other));

export const timestampOf = (migrationName: string): number => Number(migrationName.slice(-13));
