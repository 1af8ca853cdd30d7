const MAX_CHARACTERS = 300;

/** The first 300 printable characters, so that a provider cannot write control sequences or pages into logs and rows. */
export function printable(text: string): string {
  const characters = text
    .toWellFormed()
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return Array.from(characters).slice(0, MAX_CHARACTERS).join('');
}
