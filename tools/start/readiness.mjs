import { connect } from 'node:net';
import { ask } from './ask.mjs';

const silent = { isReady: false };

/** Each of these makes a question that is answered with { isReady, detail }: how far it is, where that can be told. */
export const portIsOpen = (port) => () =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve({ isReady: true });
    });
    socket.once('error', () => resolve(silent));
  });

export const serviceIsReady = (url) => async () => {
  const answer = await answerOf(url);
  if (!answer) return silent;
  if (answer.status === 200) return { isReady: true };
  const open = Object.entries(answer.body.checks ?? {}).filter(([, state]) => state !== 'ok');
  return { isReady: false, detail: `waiting for ${open.map(([name]) => name).join(', ')}` };
};

/** Albums can be asked for only once the library has been read as a whole. */
export const libraryIsRead = (url) => async () => {
  const answer = await answerOf(url);
  if (answer?.status !== 200) return silent;
  const { state, progress, last_error: problem } = answer.body;
  if (state === 'Unavailable') throw new Error(`the downloader cannot read its library: ${problem}`);
  return { isReady: state === 'Healthy', detail: progressText(progress) };
};

function progressText({ phase, files_found: found, files_to_read: toRead, files_read: read }) {
  if (phase === 'looking') return `looking for files, ${found} found`;
  if (phase === 'reading') return `reading the library, ${read} of ${toRead} files`;
  return phase === 'grouping' ? 'putting the albums together' : undefined;
}

const answerOf = (url) =>
  ask(url).then(
    ({ status, text }) => ({ status, body: JSON.parse(text) }),
    () => undefined,
  );
