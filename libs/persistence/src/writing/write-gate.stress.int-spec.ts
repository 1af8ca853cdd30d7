import { expect, it } from '@jest/globals';
import { openDatabase } from '@pezzottify/testing';
import { type Database } from '../database.js';
import { ledger } from '../database.fixture.js';
import { type WriteTransaction } from '../sql.js';

const CALLERS = 64;
const UNITS_PER_CALLER = 200;
const UNITS = CALLERS * UNITS_PER_CALLER;

class PlannedFailure extends Error {}

const insertPart = (tx: WriteTransaction, unit: number, part: number) =>
  tx.run('INSERT INTO ledger (unit, part) VALUES (?, ?)', [unit, part]);

/** Every third unit fails between its two parts; every fifth writes its first part in a nested unit. */
const isFailing = (unit: number) => unit % 3 === 2;
const isNesting = (unit: number) => unit % 5 === 0;

const writeGroup = (database: Database, unit: number) =>
  database.write(async (tx) => {
    if (isNesting(unit)) await database.write((nested) => insertPart(nested, unit, 1));
    else await insertPart(tx, unit, 1);
    if (isFailing(unit)) throw new PlannedFailure();
    await insertPart(tx, unit, 2);
  });

/** Groups that a reader sees in part, which no committed state ever holds. */
const countTornGroups = async (database: Database): Promise<number> => {
  const torn = await database.reads.all(
    `SELECT unit FROM ledger WHERE unit > (SELECT MAX(unit) FROM ledger) - 500
      GROUP BY unit HAVING COUNT(*) <> 2`,
  );
  return torn.length;
};

it(`keeps ${CALLERS} callers with ${UNITS_PER_CALLER} units each whole, in order and undisturbed by readers`, async () => {
  const database = await openDatabase(ledger);
  const settled: number[] = [];
  const surprises: unknown[] = [];
  const readings: Promise<number>[] = [];
  let arrivals = 0;
  const caller = async () => {
    for (let count = 0; count < UNITS_PER_CALLER; count += 1) {
      const unit = arrivals++;
      await writeGroup(database, unit).catch((error: unknown) => {
        if (!(isFailing(unit) && error instanceof PlannedFailure)) surprises.push(error);
      });
      settled.push(unit);
      if (count % 10 === 0) readings.push(countTornGroups(database));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));

  expect(surprises).toEqual([]);
  expect(await Promise.all(readings)).toEqual(readings.map(() => 0));
  expect(settled).toEqual(Array.from({ length: UNITS }, (_, unit) => unit));
  const rows = await database.reads.all<{ unit: number; part: number }>('SELECT unit, part FROM ledger ORDER BY rowid');
  const promised = Array.from({ length: UNITS }, (_, unit) => unit).filter((unit) => !isFailing(unit));
  expect(rows).toEqual(promised.flatMap((unit) => [1, 2].map((part) => ({ unit, part }))));
}, 120_000);
