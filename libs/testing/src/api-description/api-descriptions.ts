import { resolveReferences } from './resolve-references.js';
import { type DescribedSchema, schemaProblems } from './schema-problems.js';

interface Described {
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, { schema?: DescribedSchema }>;
}

interface Operation {
  responses: Record<string, Described>;
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly parameters: number;
  readonly operation: Operation;
}

/** An answer as a client sees it. `path` may have a query. */
export interface SeenAnswer {
  method: string;
  path: string;
  status: number;
  headers: Headers;
  /** The body; of one that is no text, anything that is empty when it is. */
  text: string;
}

/** What running services say of themselves at `/v1/openapi.json`, to hold their answers against. */
export class ApiDescriptions {
  private constructor(private readonly routes: readonly Route[]) {}

  /** `urls`: of every service that describes some of the routes. */
  static async of(urls: readonly string[]): Promise<ApiDescriptions> {
    const documents = await Promise.all(
      urls.map(async (url) => resolveReferences((await (await fetch(`${url}/v1/openapi.json`)).json()) as Document)),
    );
    const routes = documents.flatMap(routesOf);
    // A literal segment wins over a parameter, as in the router.
    return new ApiDescriptions(routes.sort((one, other) => one.parameters - other.parameters));
  }

  /** Where the answer is not one that was described. */
  problemsOf(answer: SeenAnswer): string[] {
    const [path = ''] = answer.path.split('?');
    const route = this.routeOf(answer.method, path);
    const what = `${answer.method} ${path} ${answer.status}`;
    if (!route) return [404, 405].includes(answer.status) ? [] : [`${what}: the route is not described`];
    const described = route.operation.responses[answer.status];
    if (!described) return [`${what}: the status is not described`];
    return [...headerProblems(described, answer), ...bodyProblems(described, answer)].map(
      (problem) => `${what}: ${problem}`,
    );
  }

  /** The statuses that are described for a route; none for an unknown one. */
  statusesOf(method: string, path: string): string[] {
    return Object.keys(this.routeOf(method, path)?.operation.responses ?? {});
  }

  private routeOf(asked: string, path: string): Route | undefined {
    return this.routes.find(({ method, pattern }) => method === asked && pattern.test(path));
  }
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
}

const PARAMETER = /\{\w+\}/g;

function routesOf({ paths }: Document): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(PARAMETER, '[^/]+')}$`),
      parameters: [...path.matchAll(PARAMETER)].length,
      operation,
    })),
  );
}

const headerProblems = (described: Described, { headers }: SeenAnswer): string[] =>
  Object.entries(described.headers ?? {})
    .filter(([name, { required = true }]) => required && !headers.has(name))
    .map(([name]) => `the header ${name} is described, but missing`);

function bodyProblems({ content }: Described, { headers, text }: SeenAnswer): string[] {
  const [type = ''] = headers.get('content-type')?.split(';') ?? [];
  if (!content) return text === '' || !type.endsWith('json') ? [] : ['a body, but none is described'];
  if (text === '') return ['no body, but one is described'];
  const schema = content[type]?.schema;
  if (!schema) return [`${type} is not described`];
  return type === 'application/json' ? schemaProblems(schema, JSON.parse(text)) : [];
}
