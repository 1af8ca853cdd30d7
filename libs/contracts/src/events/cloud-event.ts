import Type, { type Static } from 'typebox';

/**
 * The CloudEvents 1.0 envelope in JSON structured mode (cloudevents.io, spec v1.0.2). `data` is validated separately by
 * the schema of its `type`. `causationid` is an extension: the id of the request or event that led to this one.
 */
export const CloudEvent = Type.Object({
  specversion: Type.Literal('1.0'),
  id: Type.String({ minLength: 1, maxLength: 100 }),
  source: Type.String({ minLength: 1, maxLength: 200 }),
  type: Type.String({ minLength: 1, maxLength: 200 }),
  time: Type.String({ minLength: 20, maxLength: 40 }),
  datacontenttype: Type.Literal('application/json'),
  traceparent: Type.Optional(Type.String({ maxLength: 100 })),
  causationid: Type.Optional(Type.String({ maxLength: 100 })),
  data: Type.Unknown(),
});
export type CloudEvent = Static<typeof CloudEvent>;
