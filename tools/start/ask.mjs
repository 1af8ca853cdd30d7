import { request as plain } from 'node:http';
import { request as secure } from 'node:https';

/**
 * One question to a service on this machine, answered with { status, text }. A certificate is not judged: it is made out
 * to the name that clients use, and this asks 127.0.0.1.
 */
export function ask(url, { method = 'GET', headers = {}, body, timeoutMs = 2_000 } = {}) {
  const request = url.startsWith('https:') ? secure : plain;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, signal, agent: false, rejectUnauthorized: false }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString('utf8') }));
    });
    asked.on('error', reject).end(body);
  });
}
