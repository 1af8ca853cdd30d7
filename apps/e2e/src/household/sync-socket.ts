import { once } from 'node:events';
import { WebSocket } from 'ws';

interface SyncEvent {
  seq: number;
  type: string;
  payload: Record<string, unknown>;
}

interface ServerMessage {
  type: string;
  payload: { event?: SyncEvent } | null;
}

/** A connected client that keeps everything it is told. */
export class SyncSocket {
  readonly messages: ServerMessage[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString('utf8')) as ServerMessage));
  }

  static async open(url: string, token: string): Promise<SyncSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, { headers: { authorization: token } });
    const opened = new SyncSocket(socket);
    await once(socket, 'open');
    return opened;
  }

  events(): SyncEvent[] {
    return this.messages.flatMap(({ type, payload }) => (type === 'sync' && payload?.event ? [payload.event] : []));
  }

  eventTypes(): string[] {
    return this.events().map(({ type }) => type);
  }

  close(): void {
    this.socket.close();
  }
}
