import type * as Swagger from '@nestjs/swagger';
import { describeLater } from './description.js';

type DecoratorName = {
  [Name in keyof typeof Swagger]: Name extends `Api${string}` ? Name : never;
}[keyof typeof Swagger];

/** The decorator of this name from `@nestjs/swagger`, with its types, applied when the description is asked for. */
function later<Name extends DecoratorName>(name: Name): (typeof Swagger)[Name] {
  type Factory = (...options: unknown[]) => (...decorated: unknown[]) => void;
  const factory: Factory =
    (...options) =>
    (...decorated) => {
      describeLater((swagger) => {
        (swagger[name] as Factory)(...options)(...decorated);
      });
    };
  return factory;
}

export const ApiCreatedResponse = later('ApiCreatedResponse');
export const ApiHeader = later('ApiHeader');
export const ApiNoContentResponse = later('ApiNoContentResponse');
export const ApiOkResponse = later('ApiOkResponse');
export const ApiOperation = later('ApiOperation');
export const ApiProduces = later('ApiProduces');
export const ApiProperty = later('ApiProperty');
export const ApiPropertyOptional = later('ApiPropertyOptional');
export const ApiResponse = later('ApiResponse');
export const ApiTags = later('ApiTags');
