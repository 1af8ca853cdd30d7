const MAX_LENGTH = 100;

export const HANDLE_RULE = `a handle has 1 to ${MAX_LENGTH} characters and is not blank`;

/** A lone surrogate is no character: it would be stored as another one than was typed. */
export const isHandle = (text: string): boolean =>
  text.trim() !== '' && text.isWellFormed() && Array.from(text).length <= MAX_LENGTH;
