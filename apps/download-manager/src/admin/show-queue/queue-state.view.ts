import { ApiProperty } from '@pezzottify/http-edge';
import { type Pause } from '../../queue/pause/pause.js';

const text = (): PropertyDecorator => ApiProperty({ type: 'string', nullable: true });
const integer = (): PropertyDecorator => ApiProperty({ type: 'integer', nullable: true });

/** Whether work is given out. Instants are unix seconds. */
export class QueueStateView {
  @ApiProperty() is_paused: boolean;
  @text() paused_by_user_id: string | null;
  @text() paused_by: string | null;
  @text() reason: string | null;
  @integer() paused_at: number | null;
  @integer() expires_at: number | null;
}

export const toQueueState = (pause: Pause | null): QueueStateView => ({
  is_paused: pause !== null,
  paused_by_user_id: pause?.by ?? null,
  paused_by: pause?.byHandle ?? null,
  reason: pause?.reason ?? null,
  paused_at: pause?.pausedAt ?? null,
  expires_at: pause?.expiresAt ?? null,
});
