import { describe, expect, it } from '@jest/globals';
import { Gathered } from './gathered.js';

/** What was sent, message by message; each is answered when the test says so. */
function setup() {
  const messages: string[][] = [];
  const answers: PromiseWithResolvers<string[]>[] = [];
  const gathered = new Gathered<string, string>((items) => {
    messages.push([...items]);
    const answer = Promise.withResolvers<string[]>();
    answers.push(answer);
    return answer.promise;
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (number: number) => {
    answers[number]?.resolve(messages[number]?.map((item) => `re: ${item}`) ?? []);
    await turn();
  };
  return { gathered, messages, answers, turn, answer };
}

describe('Gathered', () => {
  it('sends what is asked in one turn together, and gives each its own reply', async () => {
    const { gathered, messages, turn, answer } = setup();
    const replies = Promise.all([gathered.ask('a'), gathered.ask('b')]);
    await turn();
    expect(messages).toEqual([['a', 'b']]);
    await answer(0);
    expect(await replies).toEqual(['re: a', 're: b']);
  });

  it('lets the next message fill while one is on its way', async () => {
    const { gathered, messages, turn, answer } = setup();
    void gathered.ask('a');
    await turn();
    void gathered.ask('b');
    await turn();
    void gathered.ask('c');
    await turn();
    expect(messages).toEqual([['a']]);
    await answer(0);
    expect(messages).toEqual([['a'], ['b', 'c']]);
  });

  it('begins anew after a pause', async () => {
    const { gathered, messages, turn, answer } = setup();
    void gathered.ask('a');
    await turn();
    await answer(0);
    void gathered.ask('b');
    await turn();
    expect(messages).toEqual([['a'], ['b']]);
  });

  it('makes no message longer than the contract allows', async () => {
    const { gathered, messages, turn, answer } = setup();
    for (let count = 0; count < 250; count += 1) void gathered.ask(`${count}`);
    await turn();
    await answer(0);
    await answer(1);
    expect(messages.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(messages.flat()).toEqual(Array.from({ length: 250 }, (_, count) => `${count}`));
  });

  it('makes none larger than NATS takes, and sends alone what is large by itself', async () => {
    const { gathered, messages, turn, answer } = setup();
    for (const size of [700_000, 200_000, 200_000, 200_000]) void gathered.ask('é'.repeat(size / 2));
    await turn();
    await answer(0);
    await answer(1);
    expect(messages.map((message) => message.map(({ length }) => length))).toEqual([
      [350_000],
      [100_000, 100_000],
      [100_000],
    ]);
  });

  it('fails what was in a message that failed, and goes on with the next', async () => {
    const { gathered, answers, turn, answer } = setup();
    const lost = gathered.ask('a');
    await turn();
    const next = gathered.ask('b');
    answers[0]?.reject(new Error('away'));
    await expect(lost).rejects.toThrow('away');
    await turn();
    await answer(1);
    expect(await next).toBe('re: b');
  });

  it('fails what was left unanswered', async () => {
    const { gathered, answers, turn } = setup();
    const first = gathered.ask('a');
    const second = gathered.ask('b');
    await turn();
    answers[0]?.resolve(['re: a']);
    expect(await first).toBe('re: a');
    await expect(second).rejects.toThrow('unanswered');
  });
});
