import { PermissionRequired } from '@pezzottify/access';

/** Who may look at the queue as a whole (HTTP contract, section 8). */
export const MayRead = (): MethodDecorator => PermissionRequired(['ViewAnalytics', 'DownloadManagerAdmin']);

/** Who may change it. */
export const MayWrite = (): MethodDecorator => PermissionRequired(['EditCatalog', 'DownloadManagerAdmin']);
