import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class CreateIndex1762000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE known_file (path TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL, modified_micros INTEGER NOT NULL, content TEXT NOT NULL)',
    );
    await runner.query('CREATE TABLE index_property (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}
