import { addresses } from './addresses.js';
import { integer, port } from './numbers.js';
import { setting } from './setting.js';
import { folder, urlPath, word } from './texts.js';

export const LOGGING_LEVELS = ['none', 'path', 'headers', 'body'] as const;
export type LoggingLevel = (typeof LOGGING_LEVELS)[number];

/** How the services listen and answer. */
export const http = {
  port: setting(port, {
    default: 3001,
    flag: '-p, --port',
    onlyFlagOf: 'catalog-api',
    readBy: ['catalog-api'],
    doc: 'HTTP port of catalog-api; 0 = any free one.',
  }),
  metrics_port: setting(port, {
    default: 9091,
    flag: '--metrics-port',
    onlyFlagOf: 'catalog-api',
    readBy: ['catalog-api'],
    doc: 'Metrics port of catalog-api; 0 = any free one.',
  }),
  logging_level: setting(word(LOGGING_LEVELS), {
    default: 'path',
    flag: '--logging-level',
    isLive: true,
    doc: 'What is logged of each request: none, path, headers or body.',
  }),
  content_cache_age_sec: setting(integer({ min: 0 }), {
    default: 3600,
    flag: '--content-cache-age-sec',
    readBy: ['catalog-api'],
    isLive: true,
    doc: 'Seconds for which clients may keep catalog answers, images and audio; 0 = they ask each time.',
  }),
  frontend_dir_path: setting(folder, {
    default: null,
    flag: '--frontend-dir-path',
    readBy: ['catalog-api'],
    doc: 'Folder of the web client, served at /.',
  }),
  nginx_media_location: setting(urlPath, {
    default: null,
    flag: '--nginx-media-location',
    readBy: ['catalog-api'],
    doc: 'Internal location of an nginx among trusted_proxies at which it has the media folder: it then sends the audio.',
  }),
  session_idle_days: setting(integer({ min: 0 }), {
    default: 90,
    flag: '--session-idle-days',
    readBy: ['catalog-api'],
    isLive: true,
    doc: 'Days without use after which a session ends; 0 = never.',
  }),
  trusted_proxies: setting(addresses, {
    default: [],
    flag: '--trusted-proxies',
    doc: 'Addresses or CIDR blocks of the proxies whose x-forwarded-for and x-forwarded-proto are believed.',
  }),
};
