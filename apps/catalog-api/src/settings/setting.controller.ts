import { Controller, Get, Inject, Put } from '@nestjs/common';
import { CurrentSession, PermissionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import {
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  BodyOf,
  boolean,
  listOf,
  objectOf,
  Refuses,
  wordOf,
} from '@pezzottify/http-edge';
import { type Database } from '@pezzottify/persistence';
import { listSettings } from '../storage/user/setting.repository.js';
import { USER_DATABASE } from '../tokens.js';
import { SETTING_KEYS } from './setting-keys.js';
import { knownSettings } from './write-settings/known-settings.js';
import { WriteSettingsDto } from './write-settings/write-settings.dto.js';
import { WriteSettings } from './write-settings/write-settings.usecase.js';

const SETTINGS = objectOf({ settings: listOf(objectOf({ key: wordOf(SETTING_KEYS), value: boolean })) });

@ApiTags('user')
@Controller('v1/user/settings')
export class SettingController {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly writeSettings: WriteSettings,
  ) {}

  @Get()
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'The settings of the user' })
  @ApiOkResponse({ description: 'Those that are set; for an Android app those it has written', schema: SETTINGS })
  async list(@CurrentSession() { user_id, device_id, device_type }: Session) {
    const writtenBy = device_type === 'android' ? device_id : null;
    return { settings: await listSettings(this.database.reads, user_id, { keys: SETTING_KEYS, writtenBy }) };
  }

  @Put()
  @PermissionRequired('AccessCatalog', { bucket: 'write' })
  @ApiOperation({ summary: 'Sets settings of the user, all of these or none' })
  @ApiOkResponse({ description: 'Empty' })
  @Refuses('UNKNOWN_SETTING')
  write(@CurrentSession() session: Session, @BodyOf(WriteSettingsDto) { settings }: WriteSettingsDto) {
    return this.writeSettings.execute(session, knownSettings(settings));
  }
}
