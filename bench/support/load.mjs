import { Pool } from 'undici';

/**
 * Keeps `connections` requests under way for `forSeconds`; `next(number)` gives the options of each. Returns how many were
 * answered in a second, and the milliseconds below which the given parts of them were.
 */
export async function load(url, next, { connections = 32, forSeconds = 10, percentiles = [0.5, 0.99] } = {}) {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const times = [];
  const startedAt = performance.now();
  const endsAt = startedAt + forSeconds * 1000;
  let number = 0;
  const worker = async () => {
    while (performance.now() < endsAt) {
      const from = performance.now();
      const { statusCode, body } = await pool.request(next(number++));
      await body.dump({ limit: Infinity });
      if (statusCode >= 300) throw new Error(`answered ${statusCode}`);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const took = (performance.now() - startedAt) / 1000;
  await pool.close();
  times.sort((a, b) => a - b);
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
  return { perSecond: times.length / took, milliseconds: percentiles.map(at) };
}
