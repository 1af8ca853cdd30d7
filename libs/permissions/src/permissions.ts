/**
 * Ids and names are part of the HTTP contract (section 1.5) and of the databases: a number is never given a second
 * meaning. In the order of their ids.
 */
export const PERMISSIONS = [
  { id: 1, name: 'AccessCatalog' },
  { id: 2, name: 'LikeContent' },
  { id: 3, name: 'OwnPlaylists' },
  { id: 4, name: 'EditCatalog' },
  { id: 5, name: 'ManagePermissions' },
  // Opens no route. Released clients know the name, therefore it stays.
  { id: 6, name: 'IssueContentDownload' },
  { id: 7, name: 'ServerAdmin' },
  { id: 8, name: 'ViewAnalytics' },
  { id: 9, name: 'RequestContent' },
  { id: 10, name: 'DownloadManagerAdmin' },
] as const;

export type PermissionName = (typeof PERMISSIONS)[number]['name'];

const idsByName = new Map<string, number>(PERMISSIONS.map(({ id, name }) => [name, id]));
const namesById = new Map<number, PermissionName>(PERMISSIONS.map(({ id, name }) => [id, name]));

export function permissionId(name: PermissionName): number {
  const id = idsByName.get(name);
  if (id === undefined) throw new RangeError(`"${name}" is not a permission`);
  return id;
}

/** `undefined` for an id that no permission has, for example one that a newer program stored. */
export function permissionName(id: number): PermissionName | undefined {
  return namesById.get(id);
}

/** The permission of exactly this name, as requests and command lines spell it; `undefined` for any other text. */
export function parsePermission(text: string): PermissionName | undefined {
  const id = idsByName.get(text);
  return id === undefined ? undefined : namesById.get(id);
}

/** Each permission once, in the order of the ids: the order of every list that leaves a service. */
export function sortedById(names: Iterable<PermissionName>): PermissionName[] {
  const held = new Set(names);
  return PERMISSIONS.map(({ name }) => name).filter((name) => held.has(name));
}
