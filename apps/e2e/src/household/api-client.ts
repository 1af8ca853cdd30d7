import { type ApiDescriptions } from '@pezzottify/testing';

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

/** The gateway as a released client uses it: raw token in Authorization. Every answer must be one that is described. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token: string,
    private readonly descriptions?: ApiDescriptions,
  ) {}

  get<Body>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
    return this.ask('GET', path, undefined, headers);
  }

  post<Body>(path: string, body?: unknown): Promise<Answer<Body>> {
    return this.ask('POST', path, body);
  }

  put<Body>(path: string, body?: unknown): Promise<Answer<Body>> {
    return this.ask('PUT', path, body);
  }

  delete<Body>(path: string): Promise<Answer<Body>> {
    return this.ask('DELETE', path);
  }

  /** The bytes of a media answer. */
  async bytes(
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
    const answer = await this.send('GET', path, { headers: { authorization: this.token, ...headers } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    this.hold('GET', path, answer, bytes.toString('latin1'));
    return { status: answer.status, headers: answer.headers, bytes };
  }

  private async ask<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await this.send(method, path, {
      headers: { authorization: this.token, ...type, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    this.hold(method, path, answer, text);
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: answer.status, headers: answer.headers, text, body: (isJson ? JSON.parse(text) : null) as Body };
  }

  private send(method: string, path: string, init: RequestInit): Promise<Response> {
    return fetch(`${this.url}${path}`, { method, ...init, signal: AbortSignal.timeout(20_000) });
  }

  /** Against what the services say of themselves. */
  private hold(method: string, path: string, { status, headers }: Response, text: string): void {
    const problems = this.descriptions?.problemsOf({ method, path, status, headers, text }) ?? [];
    if (problems.length > 0) throw new Error(problems.join('; '));
  }
}

let devices = 0;

export async function signIn(
  url: string,
  handle: string,
  password: string,
  descriptions?: ApiDescriptions,
): Promise<ApiClient> {
  devices += 1;
  const device = { device_uuid: `e2e-device-${devices}`, device_type: 'web', device_name: 'e2e' };
  const anonymous = new ApiClient(url, '', descriptions);
  const answer = await anonymous.post<{ token: string }>('/v1/auth/login', {
    user_handle: handle,
    password,
    ...device,
  });
  if (answer.status !== 201) throw new Error(`${handle} cannot sign in: ${answer.status} ${answer.text}`);
  return new ApiClient(url, answer.body.token, descriptions);
}
