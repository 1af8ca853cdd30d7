/** What keeps this process alive, counted by kind: `2 x TCPSocketWrap, 1 x Timeout`. */
export function describeLeftovers(resources: readonly string[] = process.getActiveResourcesInfo()): string {
  const kinds = Map.groupBy(resources, (kind) => kind);
  return [...kinds].map(([kind, all]) => `${all.length} x ${kind}`).join(', ') || 'nothing the runtime knows of';
}
