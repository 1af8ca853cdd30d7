/** healthcheck.mjs URL: exit 0 when it answers 200, by http or, where [ssl] is set, by https; 1 otherwise. */
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

const LIMIT_MS = 3000;
const [url = ''] = process.argv.slice(2);

const answers = (get, address, options) =>
  new Promise((resolve) => {
    const request = get(address, { timeout: LIMIT_MS, ...options }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', () => resolve(false));
  });

// The certificate is for the name clients use, not for the loopback address asked here.
const isHealthy =
  (await answers(getHttp, url)) ||
  (await answers(getHttps, url.replace(/^http:/, 'https:'), { rejectUnauthorized: false }));
process.exitCode = isHealthy ? 0 : 1;
