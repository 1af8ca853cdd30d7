import type * as Swagger from '@nestjs/swagger';

type Describe = (swagger: typeof Swagger) => void;

const pending: Describe[] = [];

/**
 * Notes something for the description of the API. `@nestjs/swagger` costs 16 MB and most of a second at the start, and
 * hardly any process is ever asked for its description; the decorators of this lib therefore do not load it themselves.
 */
export function describeLater(describe: Describe): void {
  pending.push(describe);
}

/** Backwards: parameter decorators run from the last parameter to the first. */
export async function loadDescriptions(): Promise<typeof Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const describe of pending.splice(0).reverse()) describe(swagger);
  return swagger;
}

/** Parameter decorators get no property descriptor; the ones of the API description want it. */
export function describeMethod(
  target: object,
  key: string | symbol | undefined,
  decoratorOf: (swagger: typeof Swagger) => MethodDecorator,
): void {
  const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (key === undefined || !descriptor) return;
  describeLater((swagger) => {
    decoratorOf(swagger)(target, key, descriptor);
  });
}
