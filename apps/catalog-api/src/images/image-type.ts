const startsWith =
  (...bytes: number[]) =>
  (head: Buffer): boolean =>
    bytes.every((byte, index) => head[index] === byte);

const textAt = (head: Buffer, start: number, text: string): boolean =>
  head.toString('latin1', start, start + text.length) === text;

const KNOWN: readonly [type: string, matches: (head: Buffer) => boolean][] = [
  ['image/jpeg', startsWith(0xff, 0xd8, 0xff)],
  ['image/png', startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/webp', (head) => textAt(head, 0, 'RIFF') && textAt(head, 8, 'WEBP')],
  ['image/gif', (head) => textAt(head, 0, 'GIF87a') || textAt(head, 0, 'GIF89a')],
];

/** Bytes that must be looked at. */
export const IMAGE_HEAD_BYTES = 12;

/**
 * The type of an image by its first bytes, or undefined. Names and endings say nothing: every image of a download is
 * stored as `.jpg`, and a file that is no image must not be served as one.
 */
export function imageTypeOf(head: Buffer): string | undefined {
  return KNOWN.find(([, matches]) => matches(head))?.[0];
}
