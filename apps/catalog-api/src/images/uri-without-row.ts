/** Where an image lies that the catalog has no row for: `images/<id>`, if the id is one plain file name. */
export function uriWithoutRow(id: string): string | undefined {
  const isFileName = !/[/\\\0]/.test(id) && id !== '.' && id !== '..';
  return isFileName ? `images/${id}` : undefined;
}
