import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A migration of written statements, run in the order given. Name the class with a 13-digit timestamp at its end. There
 * is no way down: the copy made before migrating is the way back.
 */
export abstract class ForwardMigration implements MigrationInterface {
  protected abstract readonly statements: readonly string[];

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of this.statements) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only: the copy made before migrating is the way back'));
  }
}
