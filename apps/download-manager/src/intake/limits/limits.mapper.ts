import { type Config } from '@pezzottify/config';
import { ApiProperty } from '@pezzottify/http-edge';
import { type Standing } from '../../storage/standing.repository.js';

export class Limits {
  @ApiProperty() requests_today: number;
  @ApiProperty() max_per_day: number;
  @ApiProperty() in_queue: number;
  @ApiProperty() max_queue: number;
  @ApiProperty() can_request: boolean;
}

export function toLimits(standing: Standing, { downloadManager }: Pick<Config, 'downloadManager'>): Limits {
  const { userMaxRequestsPerDay, userMaxQueueSize } = downloadManager;
  return {
    requests_today: standing.requestsToday,
    max_per_day: userMaxRequestsPerDay,
    in_queue: standing.inQueue,
    max_queue: userMaxQueueSize,
    can_request: standing.requestsToday < userMaxRequestsPerDay && standing.inQueue < userMaxQueueSize,
  };
}
