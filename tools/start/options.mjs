import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from '../setup/paths.mjs';

export const helpText = `npm start -- [options]

Starts NATS, a downloader with a sample library, and the three services of Pezzottify on this machine.
The first run installs and builds what is missing, makes an administrator and asks for one sample album.

  --data DIR        where databases, media and logs are kept        (default: ./data)
  --library DIR     the folder of tagged audio the downloader serves (default: the sample library)
  --port N          the gateway's port                              (default: 3001)
  --no-demo         do not ask for the sample album
  -h, --help        this text

Other ports: 3011 job scheduler, 3021 download manager, 3031 downloader, 4222 NATS, 9091 to 9093 metrics.
--port-offset N adds N to all of them, the gateway's too. Ctrl-C stops everything in order.`;

const flags = {
  data: { type: 'string', default: 'data' },
  library: { type: 'string' },
  port: { type: 'string' },
  'port-offset': { type: 'string', default: '0' },
  'no-demo': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/** Reads the command line; a mistake ends the program with 2 and says what is allowed. */
export function parseOptions(argv) {
  try {
    const { values } = parseArgs({ args: argv, options: flags, strict: true });
    const offset = portNumber('--port-offset', values['port-offset'], 0, 50_000);
    return {
      isHelp: values.help,
      isDemo: !values['no-demo'],
      dataDir: resolve(values.data),
      libraryDir: values.library ? resolve(values.library) : inRoot('fixtures', 'sample-library'),
      ports: portsFrom(offset, values.port),
    };
  } catch (error) {
    console.error(`${error.message}\n\n${helpText}`);
    return process.exit(2);
  }
}

function portsFrom(offset, gateway) {
  const ports = {
    gateway: 3001,
    scheduler: 3011,
    downloads: 3021,
    downloader: 3031,
    nats: 4222,
    gatewayMetrics: 9091,
    schedulerMetrics: 9092,
    downloadsMetrics: 9093,
  };
  const moved = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, port + offset]));
  return gateway === undefined ? moved : { ...moved, gateway: portNumber('--port', gateway, 1, 65_535) };
}

function portNumber(flag, text, min, max) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(`${flag} ${text}: a whole number from ${min} to ${max} is allowed`);
}
