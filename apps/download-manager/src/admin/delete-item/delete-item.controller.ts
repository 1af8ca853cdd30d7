import { Controller, Delete, HttpCode } from '@nestjs/common';
import { CurrentSession } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiOkResponse, ApiOperation, ApiTags, IdParam } from '@pezzottify/http-edge';
import { callerOf } from '../../intake/caller.js';
import { MayWrite } from '../admin-access.js';
import { DeleteItem } from './delete-item.usecase.js';

@ApiTags('download admin')
@Controller('v1/download/admin/request')
export class DeleteItemController {
  constructor(private readonly deleteItem: DeleteItem) {}

  @Delete(':id')
  @HttpCode(200)
  @MayWrite()
  @ApiOperation({ summary: 'Takes an item and its children out of the queue, whatever their state' })
  @ApiOkResponse({ description: 'It is gone' })
  delete(@CurrentSession() session: Session, @IdParam('id') itemId: string): Promise<void> {
    return this.deleteItem.execute(callerOf(session), itemId);
  }
}
