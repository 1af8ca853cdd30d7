import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { JSON_TYPE } from '@pezzottify/http-edge';
import { type FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { CONFIG } from '../tokens.js';
import { contentCacheHeaders } from './content-cache.js';

/**
 * For handlers of content reads: their result is JSON text (or becomes it), and clients may keep it. Set after the
 * handler, so that a refusal never says that it may be kept.
 */
@Injectable()
export class ContentAnswer implements NestInterceptor {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'contentCacheAgeSec'>) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(tap(() => void reply.headers(this.headers())));
  }

  private headers(): Record<string, string> {
    return {
      'content-type': JSON_TYPE,
      ...contentCacheHeaders(this.config.contentCacheAgeSec),
    };
  }
}
