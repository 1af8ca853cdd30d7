import type * as Swagger from '@nestjs/swagger';

type Describe = (swagger: typeof Swagger) => void;

const pending: Describe[] = [];
const pendingParameters: Describe[] = [];

/**
 * Notes something for the description of the API. `@nestjs/swagger` costs 4 MB of heap, 12 MB resident and a third of a
 * second, and hardly any process is ever asked for its description: nothing but the module that builds it may load it.
 */
export function describeLater(describe: Describe): void {
  pending.push(describe);
}

/** Parameter decorators get no property descriptor; the ones of the API description want it. */
export function describeParameter(
  target: object,
  key: string | symbol | undefined,
  decoratorOf: (swagger: typeof Swagger) => MethodDecorator,
): void {
  const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (key === undefined || !descriptor) return;
  pendingParameters.push((swagger) => {
    decoratorOf(swagger)(target, key, descriptor);
  });
}

/** Everything noted since the last call. Parameters backwards: their decorators run from the last one to the first. */
export function applyDescriptions(swagger: typeof Swagger): void {
  for (const describe of [...pending.splice(0), ...pendingParameters.splice(0).reverse()]) describe(swagger);
}
