import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsObject, ValidateNested } from 'class-validator';

/** A list of objects, each as the class says. `ValidateNested` alone looks into lists within the list as well. */
export const IsObjectList = (classOf: () => new () => object): PropertyDecorator =>
  applyDecorators(IsArray(), IsObject({ each: true }), ValidateNested({ each: true }), Type(classOf));
