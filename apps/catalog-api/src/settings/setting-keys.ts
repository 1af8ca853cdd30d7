/** The settings this server knows; others that are stored are not shown. Every value is a boolean. */
export const SETTING_KEYS = ['enable_direct_downloads', 'enable_external_search'] as const;
