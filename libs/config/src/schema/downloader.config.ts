import { integer } from './numbers.js';
import { setting } from './setting.js';
import { url } from './texts.js';

/** The external service that music is fetched from. */
export const downloader = {
  downloader_url: setting(url(['http', 'https']), {
    default: null,
    flag: '--downloader-url',
    // catalog-api never asks it, but answers for downloads that are off without it.
    readBy: ['catalog-api', 'download-manager'],
    doc: 'Where the external downloader answers.',
  }),
  downloader_timeout_sec: setting(integer({ min: 1, max: 3600 }), {
    default: 300,
    flag: '--downloader-timeout-sec',
    readBy: ['download-manager'],
    doc: 'Seconds the downloader may take to answer.',
  }),
};
