import { type Config } from '@pezzottify/config';
import { countSentElsewhere } from '@pezzottify/http-edge';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { byteRangeOf } from './byte-range.js';

interface NginxLocation {
  'x-accel-redirect': string;
}

/**
 * Where nginx finds the file at `uri` (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ignore_headers), if
 * it can send it: the location is configured, and the request came through a trusted proxy. Whoever asks this process
 * directly must get the bytes.
 */
export function nginxLocationOf(
  { nginxMediaLocation }: Pick<Config, 'nginxMediaLocation'>,
  { ips = [] }: Pick<FastifyRequest, 'ips'>,
  uri: string,
): NginxLocation | undefined {
  const cameThroughProxy = ips.length > 1;
  if (nginxMediaLocation === null || !cameThroughProxy) return undefined;
  // nginx decodes it once; a sign of the name must not become one of the path.
  return { 'x-accel-redirect': nginxMediaLocation + uri.split('/').map(encodeURIComponent).join('/') };
}

/**
 * Answers with headers only; without a length that says so, nginx would give up the connection after every answer. It puts
 * its own length and validators in and judges conditions and ranges by them. What it sends is not heard of here: the
 * bandwidth counts what was asked for.
 */
export function leaveToNginx(
  request: FastifyRequest,
  reply: FastifyReply,
  size: number,
  headers: Readonly<Record<string, string>>,
): void {
  const range = byteRangeOf(request.headers.range, size);
  if (range !== 'unsatisfiable') countSentElsewhere(reply.raw, range.end - range.start + 1);
  reply.hijack();
  reply.raw.writeHead(200, { ...headers, 'content-length': 0 });
  reply.raw.end();
}
