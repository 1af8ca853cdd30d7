/** Loaded into a service before it starts (`--import`): on SIGUSR2 it tells how long its event loop stood still at most. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
process.on('SIGUSR2', () => {
  process.stderr.write(`longest stall ${(delays.max / 1e6).toFixed(1)} ms\n`);
  delays.reset();
});
