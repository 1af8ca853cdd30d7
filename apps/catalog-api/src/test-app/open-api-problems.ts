type Json = Record<string, unknown>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const OPERATION_KEYS = [
  ...['tags', 'summary', 'description', 'externalDocs', 'operationId', 'parameters', 'requestBody', 'responses'],
  ...['callbacks', 'deprecated', 'security', 'servers'],
];
const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean'];
const SCHEMA_KEYS = [
  ...['type', 'format', 'title', 'description', 'default', 'example', 'nullable', 'enum', 'deprecated', 'readOnly'],
  ...['writeOnly', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength'],
  ...['minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxProperties', 'minProperties', 'required'],
  ...['allOf', 'oneOf', 'anyOf', 'not', 'items', 'properties', 'additionalProperties', 'discriminator'],
];

/** Where a document is not what OpenAPI 3.0.3 asks for (https://spec.openapis.org/oas/v3.0.3). Empty for a valid one. */
export const openApiProblems = (document: unknown): string[] => new Check(document as Json).run();

class Check {
  private readonly problems: string[] = [];
  private readonly operationIds = new Set<unknown>();

  constructor(private readonly document: Json) {}

  run(): string[] {
    const { openapi, info, paths } = this.document;
    this.demand(/^3\.0\.\d$/.test(String(openapi)), 'openapi', 'is no version 3.0');
    for (const key of ['title', 'version']) this.demand(isText(objectIn(info)[key]), `info.${key}`, 'is missing');
    for (const [path, item] of entries(paths)) this.path(path, objectIn(item));
    const components = objectIn(this.document.components);
    for (const [name, schema] of entries(components.schemas)) this.schema(schema, `schemas.${name}`);
    for (const [name, scheme] of entries(components.securitySchemes)) this.securityScheme(name, objectIn(scheme));
    return this.problems;
  }

  private demand(isRight: boolean, at: string, what: string): void {
    if (!isRight) this.problems.push(`${at} ${what}`);
  }

  private path(path: string, item: Json): void {
    this.demand(path.startsWith('/'), path, 'does not begin with /');
    for (const [method, operation] of Object.entries(item)) {
      this.demand(METHODS.includes(method), `${path} ${method}`, 'is no method');
      this.operation(path, method, objectIn(operation));
    }
  }

  private operation(path: string, method: string, operation: Json): void {
    const at = `${method} ${path}`;
    for (const key of Object.keys(operation)) this.demand(OPERATION_KEYS.includes(key), at, `has the key ${key}`);
    const { operationId, requestBody, responses, security } = operation;
    this.demand(isText(operationId) && !this.operationIds.has(operationId), at, 'has no operationId of its own');
    this.operationIds.add(operationId);
    this.parameters(path, at, listIn(operation.parameters).map(objectIn));
    if (requestBody !== undefined) {
      this.demand(method !== 'get', at, 'has a body');
      this.content(objectIn(requestBody).content, `${at} body`);
    }
    this.demand(entries(responses).length > 0, at, 'has no response');
    for (const [status, response] of entries(responses)) this.response(at, status, objectIn(response));
    const schemes = objectIn(objectIn(this.document.components).securitySchemes);
    for (const name of listIn(security).flatMap((one) => Object.keys(objectIn(one)))) {
      this.demand(name in schemes, at, `names the unknown security scheme ${name}`);
    }
  }

  private parameters(path: string, at: string, parameters: readonly Json[]): void {
    const names = parameters.map(({ in: place, name }) => `${String(place)} ${String(name)}`);
    this.demand(new Set(names).size === names.length, at, 'names a parameter twice');
    const inTemplate = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`).sort();
    const inPath = names.filter((name) => name.startsWith('path ')).sort();
    this.demand(inTemplate.join() === inPath.join(), at, `has path parameters ${inPath.join()}`);
    for (const parameter of parameters) {
      const where = `${at} ${String(parameter.name)}`;
      this.demand(['path', 'query', 'header', 'cookie'].includes(String(parameter.in)), where, 'stands nowhere');
      this.demand(parameter.in !== 'path' || parameter.required === true, where, 'is not required');
      this.schema(parameter.schema, where);
    }
  }

  private response(at: string, status: string, response: Json): void {
    const where = `${at} ${status}`;
    this.demand(/^([1-5](\d\d|XX)|default)$/.test(status), where, 'is no status');
    this.demand(isText(response.description), where, 'has no description');
    for (const [name, header] of entries(response.headers)) this.schema(objectIn(header).schema, `${where} ${name}`);
    if (response.content !== undefined) this.content(response.content, where);
  }

  private content(content: unknown, at: string): void {
    this.demand(entries(content).length > 0, at, 'has an empty content');
    for (const [type, media] of entries(content)) {
      this.demand(/^[\w*.+-]+\/[\w*.+-]+$/.test(type), at, `has the media type ${type}`);
      this.schema(objectIn(media).schema, `${at} ${type}`);
    }
  }

  private schema(given: unknown, at: string): void {
    if (!isObject(given)) {
      this.demand(false, at, 'has no schema');
      return;
    }
    if ('$ref' in given) {
      this.demand(Object.keys(given).length === 1, at, 'has keys beside $ref, which do not count');
      this.demand(
        isObject(this.resolve(String(given.$ref))),
        at,
        `refers to ${String(given.$ref)}, which is not there`,
      );
      return;
    }
    this.keywords(given, at);
    this.innerSchemas(given, at);
  }

  private keywords(schema: Json, at: string): void {
    for (const key of Object.keys(schema)) this.demand(SCHEMA_KEYS.includes(key), at, `has the keyword ${key}`);
    const { type, required, nullable, properties } = schema;
    this.demand(
      type === undefined || TYPES.some((known) => known === type),
      at,
      `has the type ${JSON.stringify(type)}`,
    );
    this.demand(type !== 'array' || isObject(schema.items), at, 'does not say what its items are');
    this.demand(nullable !== true || type !== undefined, at, 'is nullable without a type, which says nothing');
    if (schema.enum !== undefined) {
      const words = listIn(schema.enum);
      this.demand(words.length > 0 && new Set(words).size === words.length, at, 'has an empty or repeated enum');
      this.demand(nullable !== true || words.includes(null), at, 'is nullable, but its enum forbids null');
    }
    if (required === undefined) return;
    const names = listIn(required);
    this.demand(names.length > 0 && names.every(isText), at, 'has an odd list of required keys');
    this.demand(
      names.every((name) => String(name) in objectIn(properties)),
      at,
      'requires a key it does not describe',
    );
  }

  private innerSchemas(schema: Json, at: string): void {
    for (const [name, property] of entries(schema.properties)) this.schema(property, `${at}.${name}`);
    for (const key of ['oneOf', 'anyOf', 'allOf'].filter((name) => name in schema)) {
      const forms = listIn(schema[key]);
      this.demand(forms.length > 0, at, `has an empty ${key}`);
      forms.forEach((form, index) => this.schema(form, `${at}.${key}[${index}]`));
    }
    if (schema.items !== undefined) this.schema(schema.items, `${at}[]`);
    const { additionalProperties: others } = schema;
    if (others !== undefined && typeof others !== 'boolean') this.schema(others, `${at}.*`);
  }

  private securityScheme(name: string, { type, scheme, in: place, name: key }: Json): void {
    const isRight = type === 'http' ? isText(scheme) : type === 'apiKey' && isText(key) && isText(place);
    this.demand(isRight, `securitySchemes.${name}`, 'is incomplete');
  }

  private resolve(reference: string): unknown {
    const steps = reference.replace(/^#\//, '').split('/');
    return steps.reduce<unknown>((found, step) => objectIn(found)[step], this.document);
  }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectIn = (value: unknown): Json => (isObject(value) ? value : {});
const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const entries = (value: unknown): [string, unknown][] => Object.entries(objectIn(value));
