const FEWEST = 50;
const SHARE = 0.1;

/** So many files do not go missing by themselves: more likely a disk is not there, and all of it would be fetched again. */
export const isMassLoss = ({ lost, checked }: { lost: number; checked: number }): boolean =>
  lost >= FEWEST && lost > checked * SHARE;
