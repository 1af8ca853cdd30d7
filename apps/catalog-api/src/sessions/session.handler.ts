import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type SessionJudge } from '@pezzottify/access';
import { type MessageBus } from '@pezzottify/messaging';
import { type PermissionName } from '@pezzottify/permissions';
import { MESSAGE_BUS, SESSION_JUDGE } from '../tokens.js';

/** Answers the other services, which have no sessions of their own. */
@Injectable()
export class SessionHandler implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(SESSION_JUDGE) private readonly judge: SessionJudge,
  ) {}

  onModuleInit(): void {
    this.bus.handle('session.admit', ({ tokens, any_of }) => this.judge.admit(tokens, any_of as PermissionName[]));
  }
}
