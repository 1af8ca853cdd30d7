import { Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiProperty, ApiTags, BodyOf, Refuses } from '@pezzottify/http-edge';
import { callerOf } from '../caller.js';
import { RequestDiscographyBody } from './request-discography.body.js';
import { RequestDiscography } from './request-discography.usecase.js';

class DiscographyRequestAnswer {
  @ApiProperty({ type: [String] }) request_ids: readonly string[];
  @ApiProperty() albums_queued: number;
  @ApiProperty() albums_skipped: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many of them were skipped for each reason, by its error code',
  })
  skip_reasons: Readonly<Record<string, number>>;
  @ApiProperty({ enum: ['PENDING'] }) status: 'PENDING';
}

@ApiTags('downloads')
@Controller('v1/download/request/discography')
export class RequestDiscographyController {
  constructor(private readonly requestDiscography: RequestDiscography) {}

  @Post()
  @HttpCode(200)
  @PermissionRequired('RequestContent')
  @Refuses(
    'NOT_FOUND',
    'NOTHING_TO_QUEUE',
    'DAILY_LIMIT_REACHED',
    'QUEUE_LIMIT_REACHED',
    'PROVIDER_ERROR',
    'PROVIDER_TIMEOUT',
  )
  @ApiOkResponse({ type: DiscographyRequestAnswer })
  async request(
    @CurrentSession() session: Session,
    @BodyOf(RequestDiscographyBody) body: RequestDiscographyBody,
  ): Promise<DiscographyRequestAnswer> {
    const artist = { id: body.artist_id, name: body.artist_name };
    const { requestIds, skipped, reasons } = await this.requestDiscography.execute(callerOf(session), artist);
    const counts = { albums_queued: requestIds.length, albums_skipped: skipped, skip_reasons: reasons };
    return { request_ids: requestIds, ...counts, status: 'PENDING' };
  }
}
