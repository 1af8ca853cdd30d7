const barWidth = 30;

/** Progress for people: on a terminal the line of what goes on is rewritten in place, elsewhere each change is a line. */
export function createScreen(out) {
  // A reader that has gone, such as `head`, must not end what runs.
  out.on('error', () => undefined);
  const isTerminal = Boolean(out.isTTY);
  const line = (text) => out.write(`${isTerminal ? '\r\x1b[2K' : ''}${text}\n`);
  // A line longer than the terminal is wide would leave its beginning behind when it is rewritten.
  const rewrite = (text) => isTerminal && out.write(`\r\x1b[2K${text.slice(0, (out.columns || 80) - 1)}`);
  const green = (text) => (isTerminal ? `\x1b[32m${text}\x1b[0m` : text);
  const red = (text) => (isTerminal ? `\x1b[31m${text}\x1b[0m` : text);

  /** Several steps at a time; resolves when all are done, rejects with the first that fails. */
  function together(steps) {
    const pending = new Map();
    const show = () => rewrite(`… ${[...pending].map(([title, detail]) => `${title}${detail}`).join(', ')}`);
    const begin = async ({ title, work }) => {
      const startedAt = performance.now();
      pending.set(title, '');
      show();
      const result = await work((detail) => {
        pending.set(title, `: ${detail}`);
        if (isTerminal) show();
        else line(`… ${title}: ${detail}`);
      });
      pending.delete(title);
      line(`${green('✓')} ${title} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
      if (pending.size > 0) show();
      return result;
    };
    return Promise.all(steps.map(begin));
  }

  async function step(title, work) {
    const [result] = await together([{ title, work }]);
    return result;
  }

  function bar(title, done, total) {
    const filled = total === 0 ? 0 : Math.round((done / total) * barWidth);
    const text = `… ${title} [${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${done}/${total}`;
    if (isTerminal) rewrite(text);
    else line(text);
  }

  return { together, step, bar, say: line, fail: (text) => line(`${red('✗')} ${text}`) };
}
