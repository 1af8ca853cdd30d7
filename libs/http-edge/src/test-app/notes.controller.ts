import { Body, Controller, Delete, Get, Header, HttpCode, Module, Post, Put } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { IsBoolean, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import * as Edge from '../index.js';

class Tag {
  @IsString()
  key: string;

  @IsBoolean()
  value: boolean;
}

export class Note {
  @IsString()
  @MaxLength(20)
  title: string;

  @IsOptional()
  @IsInt()
  rank: number | null = null;

  @IsOptional()
  @Edge.IsObjectList(() => Tag)
  tags: Tag[] | null = null;
}

class Login {
  @IsString()
  user_handle: string;

  @IsString()
  password: string;
}

class Copy {
  @IsOptional()
  @IsString()
  title?: string;
}

const KINDS = ['short', 'long'] as const;

/** Stands for the services in the specs: one route for every rule of the edge. */
@Controller('v1')
export class NotesController {
  @Get('notes')
  list(
    @Edge.IntQuery('limit', { default: 50, cap: 200 }) limit: number,
    @Edge.IntQuery('since', { required: true }) since: number,
    @Edge.DateQuery('start_date') startDate: number | undefined,
    @Edge.WordQuery('kind', KINDS, { default: 'short' }) kind: string,
    @Edge.BoolQuery('deep', { default: false }) isDeep: boolean,
    @Edge.TextQuery('q', { maxLength: 10 }) text: string | undefined,
  ) {
    return { limit, since, start_date: startDate ?? null, kind, deep: isDeep, q: text ?? null };
  }

  @Get('notes/:id')
  @Header('cache-control', 'private, max-age=60')
  read(@Edge.IdParam('id') id: string) {
    if (id === 'absent') throw new CodedError('NOT_FOUND', 'there is no note with this id');
    return { id };
  }

  @Post('notes')
  @HttpCode(201)
  create(@Edge.BodyOf(Note) note: Note) {
    return note;
  }

  @Put('notes/:id')
  replace(@Edge.BodyOf(Note, { invalid: 'INVALID_ENTITY' }) note: Note) {
    return note;
  }

  @Post('notes/:id/copy')
  @HttpCode(200)
  copy(@Edge.BodyOf(Copy, { optional: true }) copy: Copy) {
    return { title: copy.title ?? 'as it is' };
  }

  @Delete('notes/:id')
  @HttpCode(204)
  remove() {
    return undefined;
  }

  @Post('notes/:id/star')
  @HttpCode(200)
  star() {
    return undefined;
  }

  /** What a handler gets that reads the body without declaring it. */
  @Post('undeclared')
  @HttpCode(200)
  undeclared(@Body() body: unknown) {
    return { body: body ?? null };
  }

  @Post('auth/login')
  logIn(@Edge.BodyOf(Login) login: Login) {
    return { token: 'k3Zr'.repeat(16), user_handle: login.user_handle };
  }

  @Get('broken')
  broken() {
    throw new Error('SELECT secret FROM users; /var/lib/user.db');
  }

  @Get('limited')
  @Header('etag', '"1"')
  limited() {
    throw new CodedError('RATE_LIMITED', 'too many', { retryAfterSeconds: 2.2, headers: { 'x-extra': 'yes' } });
  }

  @Get('download/search')
  search() {
    throw new CodedError('PROVIDER_ERROR', 'the provider\nanswered nonsense');
  }
}

@Module({ controllers: [NotesController] })
export class NotesModule {}
