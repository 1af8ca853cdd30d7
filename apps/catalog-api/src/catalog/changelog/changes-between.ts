import { isDeepStrictEqual } from 'node:util';
import { type Change, type EntityKind, type Operation, type Snapshot, type Snapshots } from './change.js';

/** The entries for one kind of entity, given what there was before a write and what there is after it, in the order of `ids`. */
export function changesBetween(
  kind: EntityKind,
  ids: readonly string[],
  before: Snapshots,
  after: Snapshots,
): Change[] {
  return ids.flatMap((id) => {
    const change = changeOf(kind, id, before.get(id), after.get(id));
    return change ? [change] : [];
  });
}

function changeOf(
  kind: EntityKind,
  id: string,
  before: Snapshot | undefined,
  after: Snapshot | undefined,
): Change | undefined {
  const snapshot = after ?? before;
  if (!snapshot) return undefined;
  const operation = operationOf(before, after);
  const fields = fieldsOf(before, after);
  if (operation === 'update' && Object.keys(fields).length === 0) return undefined;
  return { kind, id, operation, fields, snapshot, summary: summaryOf(kind, operation, snapshot) };
}

function operationOf(before: Snapshot | undefined, after: Snapshot | undefined): Operation {
  if (!before) return 'create';
  return after ? 'update' : 'delete';
}

/** An album shows its date twice; the changelog names it once. */
const SHOWN_TWICE = new Set(['date']);

function fieldsOf(before: Snapshot | undefined, after: Snapshot | undefined): Change['fields'] {
  const names = Object.keys({ ...before, ...after }).filter((name) => !SHOWN_TWICE.has(name));
  const fields = names.map((name) => [name, { old: before?.[name] ?? null, new: after?.[name] ?? null }] as const);
  const isUpdate = before !== undefined && after !== undefined;
  return Object.fromEntries(fields.filter(([, field]) => !isUpdate || !isDeepStrictEqual(field.old, field.new)));
}

const VERB: Readonly<Record<Operation, string>> = { create: 'Created', update: 'Updated', delete: 'Deleted' };

function summaryOf(kind: EntityKind, operation: Operation, snapshot: Snapshot): string {
  return `${VERB[operation]} ${kind} "${String(kind === 'image' ? snapshot.id : snapshot.name)}"`;
}
