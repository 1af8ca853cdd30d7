import { type DatabaseSpec } from '@pezzottify/persistence';
import { AuthTokenEntity } from './entities/auth-token.entity.js';
import { BandwidthUsageEntity } from './entities/bandwidth-usage.entity.js';
import { DeviceEntity } from './entities/device.entity.js';
import { DeviceSettingKeyEntity } from './entities/device-setting-key.entity.js';
import { ExtraPermissionEntity } from './entities/extra-permission.entity.js';
import { LikedContentEntity } from './entities/liked-content.entity.js';
import { ListeningEventEntity } from './entities/listening-event.entity.js';
import { NotificationEntity } from './entities/notification.entity.js';
import { PasswordCredentialsEntity } from './entities/password-credentials.entity.js';
import { PlaylistEntity } from './entities/playlist.entity.js';
import { PlaylistTrackEntity } from './entities/playlist-track.entity.js';
import { PopularResultEntity } from './entities/popular-result.entity.js';
import { SettingEntity } from './entities/setting.entity.js';
import { SyncEventEntity } from './entities/sync-event.entity.js';
import { UserEntity } from './entities/user.entity.js';
import { UserRoleEntity } from './entities/user-role.entity.js';
import { FirstUser1764000000000 } from './migrations/first-user.migration.js';
import { GrantIds1764800000000 } from './migrations/grant-ids.migration.js';
import { ListeningHistory1764200000000 } from './migrations/listening-history.migration.js';
import { NotificationTime1764600000000 } from './migrations/notification-time.migration.js';

/** user.db, as the storage contract describes it in section 2. cli-auth writes it too, beside the running service. */
export const userDatabase: DatabaseSpec = {
  name: 'user',
  fileName: 'user.db',
  entities: [
    AuthTokenEntity,
    BandwidthUsageEntity,
    DeviceEntity,
    DeviceSettingKeyEntity,
    ExtraPermissionEntity,
    LikedContentEntity,
    ListeningEventEntity,
    NotificationEntity,
    PasswordCredentialsEntity,
    PlaylistEntity,
    PlaylistTrackEntity,
    PopularResultEntity,
    SettingEntity,
    SyncEventEntity,
    UserEntity,
    UserRoleEntity,
  ],
  migrations: [
    FirstUser1764000000000,
    ListeningHistory1764200000000,
    NotificationTime1764600000000,
    GrantIds1764800000000,
  ],
};
