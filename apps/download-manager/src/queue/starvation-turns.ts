const EVERY = 4;

/**
 * Every fourth claim is a turn for what has waited too long, whether or not something has. Counted in this process: after
 * a restart the first turn comes with the fourth claim.
 */
export class StarvationTurns {
  private claims = 0;

  /** How many of the next `wanted` claims are such turns. */
  slotsIn(wanted: number): number {
    return this.turnsBy(this.claims + wanted) - this.turnsBy(this.claims);
  }

  /** `taken` of `wanted` were claimed. A turn that was offered is over, even if there was too little to claim to reach it. */
  claimed(wanted: number, taken: number): void {
    const offered = EVERY * this.turnsBy(this.claims + wanted);
    this.claims = Math.max(this.claims + taken, this.slotsIn(wanted) > 0 ? offered : 0);
  }

  private turnsBy(claims: number): number {
    return Math.floor(claims / EVERY);
  }
}
