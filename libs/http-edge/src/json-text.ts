import { Header } from '@nestjs/common';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** For a handler whose result is finished JSON text: a text without a type would be sent as plain text. */
export const AnswersJsonText = (): MethodDecorator => Header('content-type', JSON_TYPE);
