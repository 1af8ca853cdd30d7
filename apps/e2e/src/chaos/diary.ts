/** What was done to the system and when, to be read beside its logs. */
export class Diary {
  private readonly lines: string[] = [];
  private readonly startedAt = performance.now();

  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  write(what: string): void {
    this.lines.push(`${this.seconds.toFixed(1).padStart(6)} s  ${what}`);
  }

  toString(): string {
    return this.lines.join('\n');
  }
}
