import { CodedError } from '@pezzottify/contracts';
import { type PermissionName, resolvePermissions } from '@pezzottify/permissions';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { isPasswordRight } from '../../accounts/passwords.js';
import { findAccount, recordLogin, type Account } from '../../storage/user/account.repository.js';
import { claimDevice, pruneDevices, type DeviceDetails } from '../../storage/user/device.repository.js';
import { findPrivileges, insertToken } from '../../storage/user/session.repository.js';
import { type Revocation } from '../revocation.js';
import { newSessionToken, tokenHash } from '../session-token.js';
import { type LoginThrottle } from './login-throttle.js';

export interface Credentials {
  readonly handle: string;
  readonly password: string;
}

export interface NewSession {
  readonly token: string;
  readonly handle: string;
  readonly permissions: PermissionName[];
}

interface SignedIn {
  readonly session: NewSession;
  readonly usersSignedOut: readonly number[];
}

class WrongCredentials extends CodedError {
  constructor() {
    super('INVALID_CREDENTIALS', 'user handle or password is wrong');
  }
}

const MAX_DEVICES = 50;

/** Checks a password and opens a session on a device. */
export class Login {
  constructor(
    private readonly database: Database,
    private readonly throttle: LoginThrottle,
    private readonly clock: Clock,
    private readonly revocation: Pick<Revocation, 'announce'>,
  ) {}

  /**
   * Throws INVALID_CREDENTIALS, the same for every reason, or RATE_LIMITED after too many failures for the handle. An
   * attempt that ends in trouble of our own is none of them.
   */
  async execute({ handle, password }: Credentials, device: DeviceDetails): Promise<NewSession> {
    this.throttle.countAttempt(handle);
    const { session, usersSignedOut } = await this.signIn({ handle, password }, device).catch((error: unknown) => {
      if (!(error instanceof WrongCredentials)) this.throttle.forgiveAttempt(handle);
      throw error;
    });
    this.throttle.forgiveAttempt(handle);
    await this.revocation.announce(usersSignedOut);
    return session;
  }

  private async signIn({ handle, password }: Credentials, device: DeviceDetails): Promise<SignedIn> {
    const account = await findAccount(this.database.reads, handle);
    const isRight = await isPasswordRight(password, account?.passwordHash ?? null);
    if (!account || !isRight) throw new WrongCredentials();
    return this.database.write((tx) => this.openSession(tx, account, device));
  }

  private async openSession(
    tx: WriteTransaction,
    { userId, handle, passwordHash }: Account,
    device: DeviceDetails,
  ): Promise<SignedIn> {
    // Checking takes a while: a password changed or removed meanwhile has ended all sessions and must not open another.
    const current = await findAccount(tx, handle);
    if (current?.userId !== userId || current.passwordHash !== passwordHash) throw new WrongCredentials();
    const now = this.clock.seconds();
    const token = newSessionToken();
    const deviceId = await claimDevice(tx, userId, device, now);
    await insertToken(tx, { userId, tokenHash: tokenHash(token), deviceId, now });
    const usersSignedOut = await pruneDevices(tx, userId, deviceId, MAX_DEVICES);
    await recordLogin(tx, userId, now);
    const { roles, grants } = await findPrivileges(tx, userId);
    return { session: { token, handle, permissions: resolvePermissions(roles, grants, now) }, usersSignedOut };
  }
}
