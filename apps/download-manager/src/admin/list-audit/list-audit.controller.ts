import { Controller, Get } from '@nestjs/common';
import { DOWNLOAD_CONTENT_TYPES, type DownloadContentType } from '@pezzottify/contracts';
import {
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  IdParam,
  IntQuery,
  TextParam,
  TextQuery,
  WordQuery,
} from '@pezzottify/http-edge';
import { AUDIT_EVENT_TYPES, type AuditEventType } from '../../audit/audit-events.js';
import { MayRead } from '../admin-access.js';
import { timeRange } from '../time-range.js';
import { AuditPage, ItemAudit } from './audit-entry.view.js';
import { ListAudit } from './list-audit.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/audit')
export class ListAuditController {
  constructor(private readonly listAudit: ListAudit) {}

  // eslint-disable-next-line max-params -- as many as the contract gives this route
  @Get()
  @MayRead()
  @ApiOperation({ summary: 'What happened, the latest first; several filters combine with "and"' })
  @ApiOkResponse({ type: AuditPage })
  list(
    @TextQuery('queue_item_id') queueItemId: string | undefined,
    @TextQuery('user_id') userId: string | undefined,
    @WordQuery('event_type', AUDIT_EVENT_TYPES, { ignoreCase: true }) eventType: AuditEventType | undefined,
    @WordQuery('content_type', DOWNLOAD_CONTENT_TYPES, { ignoreCase: true })
    contentType: DownloadContentType | undefined,
    @TextQuery('content_id') contentId: string | undefined,
    @IntQuery('since') since: number | undefined,
    @IntQuery('until') until: number | undefined,
    @IntQuery('limit', { default: 100, cap: 500 }) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ): Promise<AuditPage> {
    const filter = { queueItemId, userId, eventType, contentType, contentId, ...timeRange(since, until) };
    return this.listAudit.page(filter, { limit, offset });
  }

  @Get('item/:id')
  @MayRead()
  @ApiOperation({ summary: 'What happened to one item, the earliest first; also after it was deleted' })
  @ApiOkResponse({ type: ItemAudit })
  ofItem(@IdParam('id') id: string): Promise<ItemAudit> {
    return this.listAudit.ofItem(id);
  }

  @Get('user/:user_id')
  @MayRead()
  @ApiOperation({ summary: 'What one user did or had done, the latest first' })
  @ApiOkResponse({ type: AuditPage })
  ofUser(
    @TextParam('user_id') userId: string,
    @IntQuery('since') since: number | undefined,
    @IntQuery('until') until: number | undefined,
    @IntQuery('limit', { default: 100, cap: 500 }) limit: number,
    @IntQuery('offset', { default: 0 }) offset: number,
  ): Promise<AuditPage> {
    return this.listAudit.page({ userId, ...timeRange(since, until) }, { limit, offset });
  }
}
