import { expect, it } from '@jest/globals';
import { Departures } from './departures.js';

it('sends what becomes ready together in one go, in its order', async () => {
  const departures = new Departures();
  const sent: string[] = [];
  const send = async (name: string, hops: number): Promise<void> => {
    for (let hop = 0; hop < hops; hop += 1) await Promise.resolve();
    sent.push(`${name} is ready`);
    await departures.add(() => sent.push(`${name} leaves`));
  };
  await Promise.all([send('a', 1), send('b', 5), send('c', 3)]);
  expect(sent).toEqual(['a is ready', 'c is ready', 'b is ready', 'a leaves', 'c leaves', 'b leaves']);
  await send('d', 0);
  expect(sent.slice(6)).toEqual(['d is ready', 'd leaves']);
});
