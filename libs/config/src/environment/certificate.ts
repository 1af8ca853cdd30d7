import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Resolution, type Resolved } from '../resolution/resolve.js';
import { quoted } from '../schema/value-words.js';
import { systemReason } from './system-reason.js';

/** What is wrong with the certificate and its key. Only the service that serves HTTPS looks. */
export function certificateProblems(resolution: Resolution): string[] {
  if (resolution.given.service !== 'catalog-api') return [];
  const problems: string[] = [];
  const certificate = load(resolution.get('ssl.cert_path'), 'certificate', asCertificate, problems);
  const key = load(resolution.get('ssl.key_path'), 'private key', createPrivateKey, problems);
  if (certificate && key && !certificate.checkPrivateKey(key)) {
    const { label, value } = resolution.get('ssl.key_path');
    problems.push(`${label}: ${quoted(value)} is not the key of the certificate in cert_path`);
  }
  return problems;
}

const asCertificate = (pem: string): X509Certificate => new X509Certificate(pem);

function load<T extends X509Certificate | KeyObject>(
  { label, value }: Resolved,
  what: string,
  parse: (pem: string) => T,
  problems: string[],
): T | undefined {
  if (typeof value !== 'string') return undefined;
  const pem = readText(value);
  if (pem.problem !== undefined) {
    problems.push(`${label}: ${quoted(value)} cannot be read: ${pem.problem}`);
    return undefined;
  }
  try {
    return parse(pem.text);
  } catch {
    const found = pem.text.includes('ENCRYPTED') ? `a ${what} with a passphrase, must be without` : `no ${what} in PEM`;
    problems.push(`${label}: ${quoted(value)} holds ${found}`);
    return undefined;
  }
}

function readText(path: string): { text: string; problem?: never } | { problem: string } {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { problem: systemReason(error) };
  }
}
