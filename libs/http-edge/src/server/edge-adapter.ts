import { FastifyAdapter } from '@nestjs/platform-fastify';

/** One error handler, set before the first route: Nest would put its own over it, too late for what `register` adds. */
export class EdgeAdapter extends FastifyAdapter {
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}
