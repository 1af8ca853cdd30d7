import { type ApiClient } from '../household/api-client.js';
import { Household } from '../household/household.js';
import { type Scenery } from './script/albums.js';
import { Person } from './script/person.js';
import { ServiceVictim } from './troubles/victim.js';

const WORKERS = 4;

/** Attempts and waits such that no passing fault can use them up, and no limit that holds anything back for long. */
const PATIENT = {
  ...{ max_retries: 100, initial_backoff_secs: 1, max_backoff_secs: 2, lease_secs: 5, worker_concurrency: 2 },
  ...{ max_albums_per_hour: 10_000, max_albums_per_day: 10_000 },
  ...{ user_max_requests_per_day: 10_000, user_max_queue_size: 10_000 },
};

/** Slow enough that whatever is killed or frozen is in the middle of something. */
const UNHURRIED = { delayMs: 150, audioLine: { bytesPerChunk: 16_000, everyMs: 150 } };

export const startChaosHousehold = async ({ library, lasting }: Scenery): Promise<Household> => {
  const household = await Household.start({
    workers: WORKERS,
    provider: { library, ...UNHURRIED },
    topLevel: { downloader_timeout_sec: 2 },
    downloadManager: PATIENT,
  });
  for (const rule of lasting) await household.provider.fail(rule);
  return household;
};

export const victimsOf = ({ catalogApi, downloadManager, jobScheduler, workers }: Household): ServiceVictim[] => [
  new ServiceVictim('catalog-api', catalogApi, 1.5),
  new ServiceVictim('download-manager', downloadManager, 2),
  new ServiceVictim('job-scheduler', jobScheduler, 0.5),
  ...workers.map((worker, index) => new ServiceVictim(`worker ${index + 1}`, worker, 1)),
];

/** Through the API: the command line takes seconds for what this does in a moment. */
export async function invitePeople(
  household: Household,
  count: number,
  discographyOf: (artistId: string) => readonly string[],
): Promise<Person[]> {
  const admin = await household.signIn();
  const people: Person[] = [];
  for (let number = 1; number <= count; number += 1) {
    const handle = `person-${number}`;
    const userId = await invite(admin, handle);
    people.push(new Person(String(userId), await household.signIn(handle), discographyOf));
  }
  return people;
}

async function invite(admin: ApiClient, handle: string): Promise<number> {
  const user = `/v1/admin/users/${handle}`;
  const created = await admin.post<{ user_id: number }>('/v1/admin/users', { user_handle: handle });
  const answers = [
    created,
    await admin.put(`${user}/password`, { password: `secret of ${handle}` }),
    await admin.post(`${user}/roles`, { role: 'Regular' }),
    await admin.post(`${user}/permissions`, { permission: 'RequestContent' }),
  ];
  const refused = answers.find(({ status }) => status >= 300);
  if (refused) throw new Error(`${handle} cannot be invited: ${refused.status} ${refused.text}`);
  return created.body.user_id;
}
