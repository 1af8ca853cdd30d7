import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Reader } from '@pezzottify/persistence';
import { requestOfUser } from '../../storage/views.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { RequestUnknownError } from '../intake.errors.js';
import { type RequestView } from '../request-view/queue-item.view.js';
import { RequestViews } from '../request-view/request-views.js';

/** One request of a user; those of others, children and unknown ids are all the same unknown. */
@Injectable()
export class ReadRequest {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly views: RequestViews,
  ) {}

  execute(userId: string, requestId: string): Promise<RequestView> {
    return this.database.snapshot((reader) => this.read(reader, userId, requestId));
  }

  private async read(reader: Reader, userId: string, requestId: string): Promise<RequestView> {
    const row = await requestOfUser(reader, requestId, userId);
    const [view] = row ? await this.views.of(reader, [row]) : [];
    if (!view) throw new RequestUnknownError();
    return view;
  }
}
