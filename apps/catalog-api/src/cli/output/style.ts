import { styleText } from 'node:util';

type Paint = (text: string) => string;

/** How a text is to look, in words: what each of them means is decided once, by the terminal it is written to. */
export interface Style {
  readonly title: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly faint: Paint;
}

const asIs: Paint = (text) => text;
export const PLAIN: Style = { title: asIs, good: asIs, bad: asIs, faint: asIs };

const as =
  (format: Parameters<typeof styleText>[0]): Paint =>
  (text) =>
    styleText(format, text, { validateStream: false });
const COLOURED: Style = { title: as('bold'), good: as('green'), bad: as('red'), faint: as('dim') };

/** Coloured on a terminal that can, unless its owner asks for none (https://no-color.org). */
export function styleFor({ isTTY }: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Style {
  const isUnwanted = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return isTTY === true && !isUnwanted ? COLOURED : PLAIN;
}
