type Cleanup = () => Promise<void>;

const cleanups: Cleanup[] = [];

/** Runs `cleanup` when the test file is over, the last registered first. */
export const afterTestFile = (cleanup: Cleanup): void => {
  cleanups.push(cleanup);
};

const cleanUp = async (): Promise<void> => {
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) await cleanup();
};

// Read from the globals, as importing '@jest/globals' fails outside of jest, where the examples of the READMEs run.
const { afterAll } = globalThis as { afterAll?: (hook: Cleanup) => void };

// A microtask later the test file has registered its own hooks: what they close must be gone after they ran, not before.
if (afterAll) queueMicrotask(() => afterAll(cleanUp));
else process.once('beforeExit', () => void cleanUp());
