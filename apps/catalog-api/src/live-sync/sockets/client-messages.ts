import { type ClientSocket } from './client-socket.js';

const IGNORED = ['sync.', 'playback.'];

/** Reacts to one text frame of a client (HTTP contract, section 5.5). */
export function reactTo(client: Pick<ClientSocket, 'send'>, frame: string): void {
  const type = typeOf(frame);
  if (type === undefined)
    client.send('error', { code: 'parse_error', message: 'a JSON object with the text key "type" is expected' });
  else if (type === 'ping') client.send('pong', null);
  else if (!IGNORED.some((prefix) => type.startsWith(prefix))) {
    client.send('error', {
      code: 'unknown_type',
      message: `the type ${JSON.stringify(type.slice(0, 100))} is unknown`,
    });
  }
}

function typeOf(frame: string): string | undefined {
  try {
    const { type } = JSON.parse(frame) as { type?: unknown };
    return typeof type === 'string' ? type : undefined;
  } catch {
    return undefined;
  }
}
