import { type AddressInfo } from 'node:net';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

/** Listens on every address of the machine and returns the port, which is a free one for port 0. Rejects when it is taken. */
export async function listen(app: NestFastifyApplication, port: number): Promise<number> {
  await app.listen({ port, host: '::' }).catch(async (error: unknown) => {
    if (!isWithoutIpv6(error)) throw error;
    await app.listen({ port, host: '0.0.0.0' });
  });
  return (app.getHttpServer().address() as AddressInfo).port;
}

function isWithoutIpv6(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL';
}
