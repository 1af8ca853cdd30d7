import { Controller, Get, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type OpenAPIObject, type OperationObject } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

const real = await import('@nestjs/swagger');
let isLoaded = false;
jest.unstable_mockModule('@nestjs/swagger', () => {
  isLoaded = true;
  return real;
});
// Only what is imported after this sees the stand-in.
const { startEdge } = await import('./test-app/start-edge.js');
const edgeLib = await import('./index.js');
const { ApiOkResponse, ApiOperation, ApiProperty, ApiTags, BodyOf, describedRoute, IdParam, IntQuery } = edgeLib;
const { Refuses, SESSION_SECURITY, WordQuery } = edgeLib;

class NewShelf {
  @ApiProperty({ example: 'Jazz' })
  @IsString()
  @MaxLength(20)
  name: string;
}

class Shelf {
  @ApiProperty() id: string;
  @ApiProperty({ type: 'integer', nullable: true }) rank: number | null;
  @ApiProperty() name: string;
}

@ApiTags('shelves')
@Controller('v1')
class ShelvesController {
  @Get('shelves/:id')
  @ApiOperation({ summary: 'One shelf' })
  @ApiOkResponse({ type: Shelf })
  @Refuses('AUDIO_NOT_AVAILABLE')
  one(
    @IdParam('id') id: string,
    @IntQuery('limit', { default: 10, max: 90, cap: 50 }) limit: number,
    @WordQuery('kind', ['a', 'b'], { default: 'b' }) kind: string,
  ) {
    return { id, limit, kind };
  }

  @Post('shelves')
  add(@BodyOf(NewShelf) shelf: NewShelf) {
    return shelf;
  }

  @Get('download/shelves')
  @Refuses('PROVIDER_ERROR')
  ofDownloads() {
    return {};
  }
}

@Module({ controllers: [ShelvesController] })
class ShelvesModule {}

describe('the description of the API', () => {
  let edge: Awaited<ReturnType<typeof startEdge>>;
  let document: OpenAPIObject;
  let wasLoadedBefore: boolean;

  beforeAll(async () => {
    edge = await startEdge(
      {
        commonRefusals: ['RATE_LIMITED'],
        description: 'Of shelves',
        register: (fastify) => {
          const operation = { summary: 'Plain', security: SESSION_SECURITY, responses: { 200: { description: 'x' } } };
          fastify.get('/v1/plain', { config: describedRoute(operation, 'NO_DEVICE') }, () => 'x');
          fastify.get('/v1/hidden', () => 'x');
        },
      },
      ShelvesModule,
    );
    await edge.ask('/v1/shelves/1');
    wasLoadedBefore = isLoaded;
    document = (await (await edge.ask('/v1/openapi.json')).json()) as OpenAPIObject;
  });
  afterAll(() => edge.app.close());

  const operation = (path: string, method: 'get' | 'post' = 'get') => document.paths[path]?.[method];
  const codesIn = (response: object): unknown => {
    const { content } = response as {
      content?: Record<string, { schema: { properties: { code: { enum: string[] } } } }>;
    };
    return content?.['application/json']?.schema.properties.code.enum;
  };
  const codes = (of: OperationObject | undefined) =>
    Object.entries(of?.responses ?? {}).flatMap(([status, response]) =>
      Number(status) >= 400 && response ? [[status, codesIn(response)]] : [],
    );

  it('costs nothing until it is asked for', () => {
    expect([wasLoadedBefore, isLoaded]).toEqual([false, true]);
  });

  it('says what the decorators say', () => {
    expect(document).toMatchObject({ openapi: '3.0.0', info: { title: 'Notes', description: 'Of shelves' } });
    expect(operation('/v1/shelves/{id}')).toMatchObject({
      tags: ['shelves'],
      summary: 'One shelf',
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Shelf' } } } } },
    });
    const { Shelf: shelf, NewShelf: added } = document.components?.schemas as Record<string, Record<string, object>>;
    expect(Object.keys(shelf?.properties ?? {})).toEqual(['id', 'rank', 'name']);
    expect(shelf?.properties).toMatchObject({ id: { type: 'string' }, rank: { type: 'integer', nullable: true } });
    expect(added?.properties).toEqual({ name: { type: 'string', maxLength: 20, nullable: false, example: 'Jazz' } });
  });

  it('names the parameters in their order, with what they accept', () => {
    expect(operation('/v1/shelves/{id}')?.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 256 } },
      {
        name: 'limit',
        in: 'query',
        required: false,
        description: 'A greater value is lowered to 50.',
        schema: { type: 'integer', minimum: 0, maximum: 90, default: 10 },
      },
      { name: 'kind', in: 'query', schema: { type: 'string', enum: ['a', 'b'], default: 'b' } },
    ]);
  });

  it('lists the refusals of a route under their statuses, and those all routes share', () => {
    const shared = [
      ['429', ['RATE_LIMITED']],
      ['500', ['INTERNAL']],
    ];
    expect(codes(operation('/v1/shelves/{id}'))).toEqual([
      ['400', ['INVALID_PARAMETER']],
      ['404', expect.arrayContaining(['AUDIO_NOT_AVAILABLE', 'NOT_FOUND'])],
      ...shared,
    ]);
    expect(codes(operation('/v1/shelves', 'post'))).toEqual([
      ['400', ['MALFORMED_JSON']],
      ['413', ['PAYLOAD_TOO_LARGE']],
      ['415', ['UNSUPPORTED_MEDIA_TYPE']],
      ['422', ['INVALID_BODY']],
      ...shared,
    ]);
    expect(operation('/v1/shelves', 'post')?.responses['429']).toMatchObject({ headers: { 'retry-after': {} } });
    expect(codes(operation('/health/live'))).toEqual([]);
  });

  it('shows a refusal below /v1/download as the text it is', () => {
    expect(operation('/v1/download/shelves')?.responses['502']).toEqual({
      description: 'PROVIDER_ERROR',
      headers: { 'x-error-code': { schema: { type: 'string', enum: ['PROVIDER_ERROR'] } } },
      content: { 'text/plain': { schema: { type: 'string' } } },
    });
  });

  it('keeps a refusal that is described in full', () => {
    expect(operation('/health/ready')?.responses['503']).toMatchObject({
      content: { 'application/json': { schema: { required: ['status', 'checks', 'error', 'code'] } } },
    });
  });

  it('describes a plain route that says something about itself, and no other', () => {
    expect(operation('/v1/plain')).toMatchObject({ summary: 'Plain', security: [{ bearer: [] }, { cookie: [] }] });
    expect(codes(operation('/v1/plain'))).toContainEqual(['400', ['NO_DEVICE']]);
    expect(Object.keys(document.paths)).toEqual([
      '/health/live',
      '/health/ready',
      '/v1/download/shelves',
      '/v1/openapi.json',
      '/v1/plain',
      '/v1/shelves',
      '/v1/shelves/{id}',
    ]);
  });

  it('is the same at the second question', async () => {
    expect(await (await edge.ask('/v1/openapi.json')).json()).toEqual(document);
  });
});
