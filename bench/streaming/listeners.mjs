import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listenerToken } from '../support/listeners.mjs';

/** Opens a stream; resolves at its first bytes, with the milliseconds that took and the answer, which is paused. */
function open(url, path, listener) {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { headers: { authorization: listenerToken(listener) }, agent: false });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      answer.once('readable', () => {
        resolve({ answer, milliseconds: performance.now() - startedAt });
      });
      answer.on('error', () => undefined);
    });
    asked.end();
  });
}

const BYTES_PER_SECOND = 320_000 / 8;
const TICK_MS = 100;

/** Many people listen at 320 kbit/s; meanwhile others press play. Milliseconds until these have their first bytes. */
export async function firstBytesWhileOthersListen(url, { files, listeners, forSeconds }) {
  const playing = [];
  for (let number = 0; number < listeners; number += 1) {
    playing.push((await open(url, `/v1/content/stream/${number % files}`, number)).answer);
  }
  const endsAt = performance.now() + forSeconds * 1000;
  const pace = async () => {
    while (performance.now() < endsAt) {
      for (const answer of playing) answer.read(Math.min(answer.readableLength, (BYTES_PER_SECOND * TICK_MS) / 1000));
      await wait(TICK_MS);
    }
  };
  const pacing = pace();
  const times = [];
  for (let number = 0; performance.now() < endsAt; number += 1) {
    const { answer, milliseconds } = await open(url, `/v1/content/stream/${number % files}`, listeners + number);
    answer.destroy();
    times.push(milliseconds);
    await wait(10);
  }
  await pacing;
  for (const answer of playing) answer.destroy();
  return times.sort((a, b) => a - b);
}

/** Streams that nobody reads, until `close` is called. */
export async function openSlowReaders(url, { files, readers }) {
  const answers = [];
  for (let number = 0; number < readers; number += 1) {
    answers.push((await open(url, `/v1/content/stream/${number % files}`, number)).answer);
  }
  return {
    close: () => {
      for (const answer of answers) answer.destroy();
    },
  };
}

/** Begins streams and goes away in the middle, 50 at a time. */
export async function abortStreams(url, { files, count, listeners }) {
  let number = 0;
  const worker = async () => {
    while (number < count) {
      const mine = number++;
      const { answer } = await open(url, `/v1/content/stream/${mine % files}`, mine % listeners);
      answer.destroy();
    }
  };
  await Promise.all(Array.from({ length: 50 }, worker));
}

export const openDescriptors = (pid) => readdirSync(`/proc/${pid}/fd`).length;
