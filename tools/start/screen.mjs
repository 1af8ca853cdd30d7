const barWidth = 30;

/** Progress for people: on a terminal a step's line is rewritten in place, elsewhere each change is a line. */
export function createScreen(out) {
  const isTerminal = Boolean(out.isTTY);
  const line = (text) => out.write(`${text}\n`);
  const rewrite = (text) => out.write(isTerminal ? `\r\x1b[2K${text}` : '');
  const green = (text) => (isTerminal ? `\x1b[32m${text}\x1b[0m` : text);
  const red = (text) => (isTerminal ? `\x1b[31m${text}\x1b[0m` : text);

  async function step(title, work) {
    const startedAt = performance.now();
    const report = (detail) => (isTerminal ? rewrite(`… ${title}: ${detail}`) : line(`… ${title}: ${detail}`));
    rewrite(`… ${title}`);
    const result = await work(report);
    rewrite('');
    line(`${green('✓')} ${title} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    return result;
  }

  function bar(title, done, total) {
    const filled = total === 0 ? 0 : Math.round((done / total) * barWidth);
    const text = `… ${title} [${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${done}/${total}`;
    if (isTerminal) rewrite(text);
    else line(text);
  }

  return {
    step,
    bar,
    say: (text) => {
      rewrite('');
      line(text);
    },
    fail: (text) => {
      rewrite('');
      line(`${red('✗')} ${text}`);
    },
    welcome: (facts) => line(welcomeText(facts)),
  };
}

function welcomeText({ folder, options, login, album }) {
  const password = login.isNew ? login.password : `in ${folder.loginFile}`;
  const lines = [
    '',
    `Pezzottify answers at http://127.0.0.1:${options.ports.gateway}`,
    `  sign in as    ${login.handle}, password ${password}`,
    `  data          ${folder.root}`,
    `  logs          ${folder.logs}`,
  ];
  if (album) lines.push('', `"${album.name}" is in the catalog. Play its first track:`, `  ${album.curl}`);
  return [...lines, '', 'Ctrl-C stops everything.'].join('\n');
}
