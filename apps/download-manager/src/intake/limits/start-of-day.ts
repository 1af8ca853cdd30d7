const SECONDS_PER_DAY = 86_400;

/** 00:00 UTC of the day of `now`. */
export const startOfDay = (now: number): number => now - (now % SECONDS_PER_DAY);
