import { describe, expect, it, jest } from '@jest/globals';
import { complete } from './completion.js';

const HANDLES = ['maria', 'Maria', 'mario', 'Anna Bell', 'Anna Berg', "o'neil", '-dash', 'tab\there'];
const handles = () => Promise.resolve(HANDLES);

describe('completion', () => {
  it.each<[string, string[], string]>([
    ['add-', ['add-user', 'add-login', 'add-role'], 'add-'],
    ['wh', ['where '], 'wh'],
    ['show mari', ['maria', 'mario'], 'mari'],
    ['show M', ['Maria '], 'M'],
    ['show Anna', ['Anna\\ Bell', 'Anna\\ Berg'], 'Anna'],
    ['show Anna\\ Bel', ['Anna\\ Bell '], 'Anna\\ Bel'],
    ['show "Anna Bel', ['"Anna Bell" '], '"Anna Bel'],
    ["show 'Anna Bel", ["'Anna Bell' "], "'Anna Bel"],
    ['show o', ["o\\'neil "], 'o'],
    ['show tab', [], 'tab'],
    ['show nobody', [], 'nobody'],
    ['show maria ', [], ''],
    ['add-role maria a', ['Admin '], 'a'],
    ['remove-role maria ', ['Admin', 'Regular'], ''],
    ['grant maria editc', ['EditCatalog '], 'editc'],
    ['grant maria EditCatalog --d', ['--duration '], '--d'],
    ['grant maria EditCatalog --', ['--duration', '--countdown', '--json'], '--'],
    ['grant maria EditCatalog --duration ', [], ''],
    ['grant --duration 60 mari', ['maria', 'mario'], 'mari'],
    ['show -- -', ['-dash '], '-'],
    ['show -', ['--json '], '-'],
    ['add-login maria se', [], 'se'],
    ['help gr', ['grant', 'grants'], 'gr'],
    ['nonsense ma', [], 'ma'],
    ['revoke ', [], ''],
  ])('of %j offers %j', async (line, words, typed) => {
    expect(await complete(line, handles)).toEqual({ words, typed });
  });

  it('offers all commands to begin with', async () => {
    expect((await complete('', handles)).words).toHaveLength(17);
  });

  it('looks handles up only where one may stand', async () => {
    const look = jest.fn(handles);
    for (const line of ['ad', 'help ', 'grant maria Ed', 'revoke 1']) await complete(line, look);
    expect(look).not.toHaveBeenCalled();
  });
});
