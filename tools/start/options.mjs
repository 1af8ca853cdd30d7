import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const helpText = `npm start -- [options]

Starts NATS, a downloader with a sample library, and the three services of Pezzottify on this machine.
The first run installs and builds what is missing, makes an administrator and asks for one sample album.
Later runs keep everything: what DIR/pezzottify.toml says is what is used, ports and folders included.

  --data DIR        where databases, media and logs are kept        (default: ./data)
  --library DIR     the folder of tagged audio the downloader serves
                    (default: that of the last run, at first the sample library)
  --port N          the gateway's port                              (default: 3001)
  --port-offset N   adds N to every port below, the gateway's too
  --no-downloader   start no downloader and ask for no album: yours answers at downloader_url
  --no-demo         do not ask for the sample album
  -h, --help        this text

Other ports: 3011 job scheduler, 3021 download manager, 3031 downloader, 4222 NATS, 9091 to 9093 metrics.
NATS and a downloader that the configuration has on another machine are used there and not started here.
Ctrl-C stops everything in order.

Environment
  NATS_SERVER       the nats-server to use; without it, the one on the PATH, that of the distribution (apt-get)
                    or a pinned release, whose checksum is verified
  NATS_RELEASES     where that release is fetched  (default: https://github.com/nats-io/nats-server/releases/download)`;

const flags = {
  data: { type: 'string', default: 'data' },
  library: { type: 'string' },
  port: { type: 'string' },
  'port-offset': { type: 'string' },
  'no-downloader': { type: 'boolean', default: false },
  'no-demo': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/** Reads the command line; a mistake ends the program with 2 and says what is allowed. */
export function parseOptions(argv) {
  try {
    return optionsFrom(parseArgs({ args: argv, options: flags, strict: true }).values);
  } catch (error) {
    console.error(`${error.message}\n\n${helpText}`);
    return process.exit(2);
  }
}

function optionsFrom(values) {
  const hasDownloader = !values['no-downloader'];
  if (!hasDownloader && values.library !== undefined)
    throw new Error('--library is for the downloader that --no-downloader leaves out');
  return {
    isHelp: values.help,
    isDemo: hasDownloader && !values['no-demo'],
    hasDownloader,
    dataDir: resolve(values.data),
    libraryDir: values.library === undefined ? undefined : resolve(values.library),
    port: wholeNumber('--port', values.port, 1, 65_535),
    portOffset: wholeNumber('--port-offset', values['port-offset'], 0, 50_000),
  };
}

function wholeNumber(flag, text, min, max) {
  if (text === undefined) return undefined;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  throw new Error(`${flag} ${text}: a whole number from ${min} to ${max} is allowed`);
}
