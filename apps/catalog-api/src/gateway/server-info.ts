import { publicRoute, type SessionJudge } from '@pezzottify/access';
import { describedRoute, nullable, objectOf, text } from '@pezzottify/http-edge';
import { type Clock } from '@pezzottify/service-runner';
import { type FastifyInstance, type FastifyRequest } from 'fastify';

export interface ServerInfoOptions {
  clock: Clock;
  judge: SessionJudge;
  buildHash: string;
}

/** `GET /` where no frontend is configured: who answers here, and since when. */
export function registerServerInfo(fastify: FastifyInstance, { clock, judge, buildHash }: ServerInfoOptions): void {
  const startedAt = clock.seconds();
  fastify.get('/', { config: { ...publicRoute(), ...DESCRIPTION } }, async (request) => ({
    uptime: uptimeText(clock.seconds() - startedAt),
    hash: buildHash,
    session_token: await validToken(request, judge),
  }));
}

const INFO = objectOf({ uptime: { ...text, example: '3d 01:02:03' }, hash: text, session_token: nullable(text) });

const DESCRIPTION = describedRoute({
  operationId: 'serverInfo',
  tags: ['service'],
  summary: 'Who answers here, and since when',
  responses: { 200: { description: 'The server', content: { 'application/json': { schema: INFO } } } },
});

/** `3d 01:02:03` */
export function uptimeText(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(seconds / 86_400)}d ${two((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

/** Only the header's token is ever repeated: showing a cookie's would hand it to any script of the page. */
async function validToken({ headers }: FastifyRequest, judge: SessionJudge): Promise<string | null> {
  const token = headers.authorization?.replace(/^Bearer\s+/i, '').trim();
  if (!token) return null;
  const verdict = await judge.admit([token], []);
  return verdict.kind === 'no_session' ? null : token;
}
