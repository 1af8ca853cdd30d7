import { setting } from './setting.js';
import { file } from './texts.js';

/** With both set, catalog-api serves HTTPS and WSS. Metrics stay plain HTTP. */
export const ssl = {
  cert_path: setting(file, {
    default: null,
    flag: '--ssl-cert',
    readBy: ['catalog-api'],
    doc: 'Certificate (chain) in PEM. With key_path: catalog-api serves HTTPS. Both files are read again on SIGHUP.',
  }),
  key_path: setting(file, {
    default: null,
    flag: '--ssl-key',
    readBy: ['catalog-api'],
    doc: 'Private key of the certificate in PEM, without passphrase.',
  }),
};
