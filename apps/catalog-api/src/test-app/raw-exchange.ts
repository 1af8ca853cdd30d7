import { connect } from 'node:net';

/** Sends these characters as bytes, whatever they are, and resolves with all that comes back, in the same way. */
export function rawExchange(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    // A server that refuses may close before it has read everything.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(pieces).toString('latin1')));
    socket.write(Buffer.from(request, 'latin1'));
  });
}
