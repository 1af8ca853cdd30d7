import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { testPackages } from './tools/test/packages.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const packages = await testPackages();

/**
 * One jest project per workspace project, named like its folder, so that `jest --selectProjects persistence` is what
 * `nx test persistence` runs. TEST_KIND chooses `unit` (*.spec.ts, no I/O), `int` (*.int-spec.ts) or both.
 */
const suffixes = { unit: ['spec'], int: ['int-spec'], all: ['spec', 'int-spec'] }[process.env.TEST_KIND ?? 'all'];

const project = (folder, name) => ({
  displayName: name,
  rootDir: join(root, folder, name),
  testEnvironment: 'node',
  testMatch: suffixes.map((suffix) => `<rootDir>/src/**/*.${suffix}.ts`),
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { swcrc: true, configFile: join(root, '.swcrc') }] },
  moduleNameMapper: { ...packages, '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['reflect-metadata'],
  slowTestThreshold: 30,
});

const projectsIn = (folder) => readdirSync(join(root, folder)).map((name) => project(folder, name));

export default {
  projects: [
    ...projectsIn('libs'),
    ...projectsIn('apps').filter(({ displayName }) => displayName !== 'e2e' || process.env.TEST_E2E),
  ],
  testTimeout: 30_000,
  // ES modules in jest's sandbox are not collected while a worker lives: a full worker is replaced instead of growing.
  workerIdleMemoryLimit: '1200MB',
};
