import { expect, it } from '@jest/globals';
import { inParts } from './in-parts.js';

it.each([
  [0, []],
  [2, [2]],
  [3, [3]],
  [7, [3, 3, 1]],
])('%i items come in parts of three at most, in their order', (count, sizes) => {
  const items = Array.from({ length: count }, (_, at) => at);
  const parts = inParts(items, 3);
  expect(parts.map(({ length }) => length)).toEqual(sizes);
  expect(parts.flat()).toEqual(items);
});
