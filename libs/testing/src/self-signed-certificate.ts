import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface CertificateFiles {
  readonly certPath: string;
  readonly keyPath: string;
}

/** A certificate of its own for localhost, with `O=<organisation>` in it, and its key: two PEM files in `directory`. */
export async function selfSignedCertificate(directory: string, organisation: string): Promise<CertificateFiles> {
  const certPath = join(directory, `${organisation}-cert.pem`);
  const keyPath = join(directory, `${organisation}-key.pem`);
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', `/O=${organisation}/CN=localhost`, '-addext', 'subjectAltName=DNS:localhost'];
  await promisify(execFile)('openssl', ['req', ...kind, ...subject, '-out', certPath, '-keyout', keyPath]);
  return { certPath, keyPath };
}
