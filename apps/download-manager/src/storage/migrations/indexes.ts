const index = (name: string, on: string, where?: string): string =>
  `CREATE INDEX ${name} ON ${on}${where === undefined ? '' : ` WHERE ${where}`}`;

const uniqueIndex = (name: string, on: string, where: string): string =>
  `CREATE UNIQUE INDEX ${name} ON ${on} WHERE ${where}`;

const topLevelActive = `parent_id IS NULL AND status IN ('PENDING', 'IN_PROGRESS', 'RETRY_WAITING')`;

/** Those the storage contract names. */
const contract = [
  index('download_queue_status', 'download_queue (status, priority, created_at)'),
  index('download_queue_content', 'download_queue (content_type, content_id)'),
  index('download_queue_user', 'download_queue (requested_by_user_id, created_at)'),
  index('download_queue_children', 'download_queue (parent_id, status)'),
  index('download_queue_retry', 'download_queue (next_retry_at)', `status = 'RETRY_WAITING'`),
  index('download_queue_lease', 'download_queue (lease_expires_at)', 'lease_token IS NOT NULL'),
  index('download_queue_completed', 'download_queue (completed_at)'),
  uniqueIndex(
    'download_queue_one_child',
    'download_queue (parent_id, content_type, content_id)',
    'parent_id IS NOT NULL',
  ),
  uniqueIndex('download_queue_one_active', 'download_queue (content_type, content_id)', topLevelActive),
  index('download_audit_log_timestamp', 'download_audit_log (timestamp)'),
  index('download_audit_log_item', 'download_audit_log (queue_item_id)'),
  index('download_audit_log_user', 'download_audit_log (user_id, timestamp)'),
  index('download_audit_log_event', 'download_audit_log (event_type, timestamp)'),
  index('download_audit_log_content', 'download_audit_log (content_type, content_id)'),
];

/** Those that keep a claim, a position and a limit as cheap with a million waiting items as with a thousand. */
const speed = [
  index(
    'download_queue_media',
    `download_queue (priority, (CASE content_type WHEN 'TRACK_AUDIO' THEN 1 WHEN 'ALBUM_IMAGE' THEN 2 ELSE 3 END), created_at)`,
    `status = 'PENDING' AND content_type <> 'ALBUM'`,
  ),
  index('download_queue_age', `download_queue ((content_type = 'ALBUM'), created_at)`, `status = 'PENDING'`),
  index(
    'download_queue_top_lane',
    'download_queue (priority, content_type, created_at)',
    `status = 'PENDING' AND parent_id IS NULL`,
  ),
  index(
    'download_queue_turn',
    'download_queue (priority, requested_by_user_id, created_at)',
    `status = 'PENDING' AND content_type = 'ALBUM'`,
  ),
  index(
    'download_queue_started_album',
    'download_queue (requested_by_user_id, started_at)',
    `content_type = 'ALBUM' AND started_at IS NOT NULL`,
  ),
  index('download_queue_expanded', 'download_queue (expanded_at)', 'expanded_at IS NOT NULL'),
  index('download_queue_active_of_user', 'download_queue (requested_by_user_id)', topLevelActive),
  index('download_request_participant_user', 'download_request_participant (user_id, joined_at)'),
  index('download_request_participant_joined', 'download_request_participant (user_id)', 'has_joined = 1'),
  index('download_audit_log_requests', 'download_audit_log (user_id, timestamp)', `event_type = 'REQUEST_CREATED'`),
];

export const INDEXES: readonly string[] = [...contract, ...speed];
