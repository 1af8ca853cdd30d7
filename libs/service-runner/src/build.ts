/** Of the whole workspace, whose packages share one version. A test holds it to package.json. */
export const VERSION = '0.1.0';

/** The commit this was built from, with `-dirty` when the tree had changes; `dev` outside of a build. */
export const BUILD_HASH = buildHash(process.env.PEZZOTTIFY_BUILD_HASH, process.env.PEZZOTTIFY_BUILD_DIRTY);

/** Both values are put in by the bundler and may be empty. */
export function buildHash(hash: string | undefined, dirty: string | undefined): string {
  if (hash === undefined || hash === '') return 'dev';
  const isDirty = !['', '0', 'false', undefined].includes(dirty);
  return isDirty ? `${hash}-dirty` : hash;
}
