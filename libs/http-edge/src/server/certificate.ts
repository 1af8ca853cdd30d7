import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type SecureContextOptions, Server as TlsServer } from 'node:tls';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config } from '@pezzottify/config';
import { type Logger } from '@pezzottify/observability';

type CertificateFiles = NonNullable<Config['ssl']>;

export function secureContextOf({ certPath, keyPath }: CertificateFiles) {
  return {
    cert: readFileSync(certPath),
    key: readFileSync(keyPath),
    minVersion: 'TLSv1.2',
  } as const satisfies SecureContextOptions;
}

/**
 * Reads certificate and key again. Who connects from now on gets the new ones; connections that are open stay. Throws
 * when the files cannot be used, and then the old ones stay. Nothing to do for a server that speaks plain HTTP.
 */
export function renewCertificate(app: NestFastifyApplication, files: CertificateFiles | null, logger: Logger): void {
  const server: unknown = app.getHttpServer();
  if (files === null || !(server instanceof TlsServer)) return;
  const context = secureContextOf(files);
  const { subject, validTo } = new X509Certificate(context.cert);
  server.setSecureContext(context);
  logger.info({ subject, validTo }, 'certificate read again');
}
