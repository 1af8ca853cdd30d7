import { Readable } from 'node:stream';
import { Controller, Delete, Get, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { PermissionRequired } from '@pezzottify/access';
import { CodedError } from '@pezzottify/contracts';
import {
  AnswersJsonText,
  AnyIdParam,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  BodyOf,
  BoolQuery,
  IdParam,
  JSON_TYPE,
  listOf,
  Refuses,
  WordParam,
} from '@pezzottify/http-edge';
import { BatchesUsecase } from './batches.usecase.js';
import { ENTITY_KINDS, type EntityKind } from './change.js';
import { BATCH, CHANGE } from './changelog-schemas.js';
import { NewBatchDto } from './new-batch.dto.js';

const mayRead = () => PermissionRequired('EditCatalog', { bucket: 'user-read' });
const mayWrite = () => PermissionRequired('EditCatalog', { bucket: 'write' });

@ApiTags('changelog')
@Controller('v1/admin/changelog')
export class ChangelogController {
  constructor(private readonly batches: BatchesUsecase) {}

  @Post('batch')
  @HttpCode(201)
  @mayWrite()
  @AnswersJsonText()
  @ApiOperation({ summary: 'Opens a batch: the changes that follow are collected in it' })
  @ApiCreatedResponse({ description: 'The batch', schema: BATCH })
  @Refuses('INVALID_VALUE', 'BATCH_ALREADY_OPEN')
  async open(@BodyOf(NewBatchDto) { name, description = null }: NewBatchDto): Promise<string> {
    if (name.trim() === '') throw new CodedError('INVALID_VALUE', 'name must not be blank');
    return this.batches.open({ name, description });
  }

  @Get('batches')
  @mayRead()
  @AnswersJsonText()
  @ApiOperation({ summary: 'The batches, the latest first' })
  @ApiOkResponse({ description: 'Batches', schema: listOf(BATCH) })
  list(@BoolQuery('is_open') isOpen: boolean | undefined): Promise<string> {
    return this.batches.list(isOpen);
  }

  @Get('batch/:id')
  @mayRead()
  @AnswersJsonText()
  @ApiOperation({ summary: 'One batch' })
  @ApiOkResponse({ description: 'The batch', schema: BATCH })
  read(@IdParam('id') id: string): Promise<string> {
    return this.batches.read(id);
  }

  @Post('batch/:id/close')
  @HttpCode(200)
  @mayWrite()
  @ApiOperation({ summary: 'Closes a batch: it becomes news' })
  @ApiOkResponse({ description: 'Empty' })
  @Refuses('BATCH_CLOSED')
  close(@IdParam('id') id: string): Promise<void> {
    return this.batches.close(id);
  }

  @Delete('batch/:id')
  @HttpCode(204)
  @mayWrite()
  @ApiOperation({ summary: 'Deletes an open batch with nothing in it' })
  @ApiNoContentResponse({ description: 'Deleted' })
  @Refuses('BATCH_NOT_DELETABLE')
  remove(@IdParam('id') id: string): Promise<void> {
    return this.batches.remove(id);
  }

  @Get('batch/:id/changes')
  @mayRead()
  @ApiOperation({ summary: 'What changed in a batch, in order' })
  @ApiOkResponse({ description: 'The oldest change first', schema: listOf(CHANGE) })
  async changes(@IdParam('id') id: string): Promise<StreamableFile> {
    const pieces = await this.batches.changes(id);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), { type: JSON_TYPE });
  }

  @Get('entity/:type/:id')
  @mayRead()
  @AnswersJsonText()
  @ApiOperation({ summary: 'What changed about one entity' })
  @ApiOkResponse({ description: 'The newest change first', schema: listOf(CHANGE) })
  changesOf(
    @WordParam('type', ENTITY_KINDS, { ignoreCase: true }) kind: EntityKind,
    @AnyIdParam('id') id: string,
  ): Promise<string> {
    return this.batches.changesOf(kind, id);
  }
}
