import { readdir } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'nats';
import { startNats, type NatsServer } from './nats-server.js';

describe('startNats', () => {
  let nats: NatsServer;
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats.stop());

  const messagesInStore = async (): Promise<number> => {
    const client = await connect({ servers: nats.url });
    const manager = await client.jetstreamManager();
    await manager.streams.add({ name: 'KEPT', subjects: ['kept'] });
    await client.jetstream().publish('kept');
    const { state } = await manager.streams.info('KEPT');
    await client.close();
    return state.messages;
  };

  it('keeps port and store when it is killed and started again', async () => {
    expect(await messagesInStore()).toBe(1);
    await nats.kill();
    await nats.start();
    expect(await messagesInStore()).toBe(2);
  });

  it('forgets everything when the store is wiped', async () => {
    await nats.kill();
    await nats.wipe();
    await nats.start();
    expect(await messagesInStore()).toBe(1);
  });

  it('is away between kill and start', async () => {
    await nats.kill();
    const socket = connectTcp(Number(new URL(nats.url).port), '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
    await nats.start();
  });

  it('removes its store at the end', async () => {
    const other = await startNats();
    await other.stop();
    await expect(readdir(other.storeDirectory)).rejects.toThrow('ENOENT');
  });
});
