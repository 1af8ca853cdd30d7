import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly read_only?: boolean;
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly name?: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const inRepository = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

export const readInRepository = (path: string): Promise<string> => readFile(inRepository(path), 'utf8');

export const readComposeFile = async (): Promise<ComposeFile> =>
  load(await readInRepository('docker-compose.yml'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as ComposeFile;
