import { randomFillSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appSource } from '../support/app-source.mjs';
import { addListeners } from '../support/listeners.mjs';

const numbers = (count) => Array.from({ length: count }, (_, index) => index);

/** A catalog with one album of large tracks, and listeners with a session each, in a folder that the caller removes. */
export async function makeMedia({ files, bytes, listeners }) {
  const folder = mkdtempSync(join(tmpdir(), 'pezzottify-bench-'));
  mkdirSync(join(folder, 'audio'));
  for (const number of numbers(files)) {
    writeFileSync(join(folder, 'audio', `${number}.mp3`), randomFillSync(Buffer.alloc(bytes)));
  }
  const source = await appSource('media', [
    'libs/persistence/src/index.ts',
    'libs/observability/src/index.ts',
    'apps/catalog-api/src/storage/catalog/catalog-database.ts',
    'apps/catalog-api/src/storage/user/user-database.ts',
  ]);
  const options = {
    directory: folder,
    owner: 'bench',
    logger: source.createLogger({ service: 'bench', level: 'error' }),
  };
  const catalog = await source.Database.open(source.catalogDatabase, options);
  await catalog.write(async (tx) => {
    await tx.run(`INSERT INTO albums (id, name, album_type) VALUES ('b', 'Album', 'ALBUM')`);
    await tx.run(
      `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format)
       SELECT value, 'Track', 'b', value + 1, 'audio/' || value || '.mp3', 'MP3_320' FROM json_each(?)`,
      [JSON.stringify(numbers(files))],
    );
  });
  await catalog.close();
  const user = await source.Database.open(source.userDatabase, options);
  await addListeners(user, listeners);
  await user.close();
  return folder;
}
