import { ApiProperty, IsObjectList } from '@pezzottify/http-edge';
import { Allow, ArrayMaxSize, IsString } from 'class-validator';
import { SETTING_KEYS } from '../setting-keys.js';

const MAX_SETTINGS = 100;

export class WrittenSetting {
  @ApiProperty({ enum: SETTING_KEYS })
  @IsString()
  key: string;

  /** Checked with the key: a value that the key cannot have is another refusal than a body of the wrong shape. */
  @ApiProperty({ type: Boolean })
  @Allow()
  value: unknown;
}

/** Body of PUT /v1/user/settings. */
export class WriteSettingsDto {
  @ApiProperty({ type: [WrittenSetting] })
  @IsObjectList(() => WrittenSetting)
  @ArrayMaxSize(MAX_SETTINGS)
  settings: WrittenSetting[];
}
