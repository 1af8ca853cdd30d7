import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { CurrentSession, presentedTokens, Public, SessionRequired } from '@pezzottify/access';
import { type Session } from '@pezzottify/contracts';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags, BodyOf, Refuses } from '@pezzottify/http-edge';
import { type PermissionName, visiblePermissions } from '@pezzottify/permissions';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LOGIN, LOGOUT } from '../tokens.js';
import { deviceDetails } from './login/device-details.js';
import { LoginDto } from './login/login.dto.js';
import { type Login } from './login/login.usecase.js';
import { type Logout } from './logout.usecase.js';
import { endedSessionCookie, sessionCookie } from './session-cookie.js';
import { ENDS_COOKIE, NEW_SESSION, SESSION, SETS_COOKIE } from './session-schemas.js';

@ApiTags('auth')
@Controller('v1/auth')
export class SessionController {
  constructor(
    @Inject(LOGIN) private readonly login: Pick<Login, 'execute'>,
    @Inject(LOGOUT) private readonly logout: Logout,
  ) {}

  @Post('login')
  @HttpCode(201)
  @Public({ bucket: 'login' })
  @ApiOperation({ summary: 'Opens a session on a device: the token in the body, and as a cookie' })
  @ApiCreatedResponse({ description: 'The session', schema: NEW_SESSION, headers: SETS_COOKIE })
  @Refuses('INVALID_CREDENTIALS')
  async signIn(
    @BodyOf(LoginDto) body: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const device = deviceDetails(body);
    const { token, handle, permissions } = await this.login.execute(
      { handle: body.user_handle, password: body.password },
      device,
    );
    void reply.header('set-cookie', sessionCookie(token, request.protocol === 'https'));
    return { token, user_handle: handle, permissions: visiblePermissions(permissions, device.type) };
  }

  @Get('logout')
  @SessionRequired()
  @ApiOperation({ summary: 'Ends the session of the request' })
  @ApiOkResponse({ description: 'Empty', headers: ENDS_COOKIE })
  async signOut(
    @CurrentSession() session: Session,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.logout.execute(session.user_id, presentedTokens(request));
    void reply.header('set-cookie', endedSessionCookie());
  }

  @Get('session')
  @SessionRequired()
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiOkResponse({ description: 'The user, and what the user may do', schema: SESSION })
  current(@CurrentSession() { user_handle, permissions, device_type }: Session) {
    return { user_handle, permissions: visiblePermissions(permissions as PermissionName[], device_type) };
  }
}
