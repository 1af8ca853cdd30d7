import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { USER_DATABASE } from '../../tokens.js';
import { addUser } from '../account-changes.js';
import { HANDLE_RULE, isHandle } from '../handles.js';
import { quoted } from '../quoted.js';

@Injectable()
export class AddUserUsecase {
  constructor(@Inject(USER_DATABASE) private readonly database: Database) {}

  /** Returns the id. Throws INVALID_VALUE or ALREADY_EXISTS. */
  async execute(handle: string): Promise<number> {
    if (!isHandle(handle)) throw new CodedError('INVALID_VALUE', HANDLE_RULE);
    const userId = await this.database.write((tx) => addUser(tx, handle));
    if (userId === undefined) throw new CodedError('ALREADY_EXISTS', `user ${quoted(handle)} exists already`);
    return userId;
  }
}
