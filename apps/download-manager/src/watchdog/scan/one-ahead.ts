/** What `work` makes of each page, in their order. It has the next page already while a result is looked at. */
export async function* oneAhead<Page, Result>(
  pages: AsyncIterable<Page> | Iterable<Page>,
  work: (page: Page) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  let before: Promise<Result> | undefined;
  for await (const page of pages) {
    const result = work(page);
    // Whoever leaves the loop early never awaits it.
    result.catch(() => undefined);
    if (before) yield await before;
    before = result;
  }
  if (before) yield await before;
}
