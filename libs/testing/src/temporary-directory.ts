import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTestFile } from './after-test-file.js';

/** An empty directory, removed after the test file. */
export const temporaryDirectory = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'pezzottify-'));
  afterTestFile(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
};
