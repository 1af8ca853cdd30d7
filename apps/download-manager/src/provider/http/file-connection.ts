import { Client, type buildConnector } from 'undici';

export interface ConnectionLimits {
  connect: buildConnector.connector;
  headersTimeout: number;
  bodyTimeout: number;
}

/**
 * A connection for one file. On a shared one nobody would notice that more bytes came than the answer announced, and a
 * file cut short by a wrong Content-Length looks whole.
 */
export class FileConnection {
  readonly client: Client;
  private hasSurplus = false;

  constructor(origin: string, limits: ConnectionLimits) {
    this.client = new Client(origin, { ...limits, allowH2: false });
    this.client.on('disconnect', (_origin, _targets, error) => {
      // What the client says of bytes that come while no answer is due.
      if (error.message === 'bad response') this.hasSurplus = true;
    });
  }

  /** To be asked after the last byte: did more come than was announced? */
  async gaveTooMuch(): Promise<boolean> {
    // The rest of what the server sent in one go is there by the end of the next turn of the event loop.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    return this.hasSurplus;
  }

  close(): void {
    void this.client.destroy().catch(() => undefined);
  }
}
