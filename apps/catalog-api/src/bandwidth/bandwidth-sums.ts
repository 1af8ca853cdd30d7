import { type EndpointCategory } from '../gateway/bandwidth/endpoint-category.js';

/** What one user was sent on one UTC day (YYYYMMDD) in one category. */
export interface BandwidthSum {
  readonly userId: number;
  readonly date: number;
  readonly category: EndpointCategory;
  readonly bytesSent: number;
  readonly requestCount: number;
}

/** Sums of requests: as many as there are users, days and categories among them, however many requests there were. */
export class BandwidthSums {
  private readonly byKey = new Map<string, BandwidthSum>();

  get isEmpty(): boolean {
    return this.byKey.size === 0;
  }

  add(one: BandwidthSum): void {
    const key = `${one.userId} ${one.date} ${one.category}`;
    const before = this.byKey.get(key);
    const bytesSent = one.bytesSent + (before?.bytesSent ?? 0);
    const requestCount = one.requestCount + (before?.requestCount ?? 0);
    this.byKey.set(key, { ...one, bytesSent, requestCount });
  }

  addAll(others: BandwidthSums): void {
    for (const sum of others.list()) this.add(sum);
  }

  list(): BandwidthSum[] {
    return [...this.byKey.values()];
  }
}
