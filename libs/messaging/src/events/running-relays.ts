/** The relays of this process. A transaction does not know its database, and a relay woken for nothing asks one cheap question. */
const running = new Set<{ nudge(): void }>();

export function addRelay(relay: { nudge(): void }): void {
  running.add(relay);
}

export function removeRelay(relay: { nudge(): void }): void {
  running.delete(relay);
}

export function nudgeRelays(): void {
  for (const relay of running) relay.nudge();
}
