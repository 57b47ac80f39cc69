import { refusalType } from '@praetor/subgraph/builder';
import { InvalidCredentials } from '../commands/attempt-password.ts';
import { AccountIsLocked, AccountIsSuspended } from '../commands/login.ts';
import { InvalidRefreshToken } from '../commands/refresh-session.ts';
import { EmailTaken } from '../commands/register.ts';
import { AccountWrongState } from '../domain/account.ts';
import { WeakPassword } from '../domain/password.ts';
import { RoleBeyondGrantor, RoleUnchanged } from '../domain/roles.ts';
import { builder } from './builder.ts';

refusalType(builder, InvalidCredentials, 'AccountInvalidCredentials', 'E-mail address and password do not belong together.');
refusalType(builder, AccountIsLocked, 'AccountIsLocked', 'The password is right; staff has locked the account.');
refusalType(builder, AccountIsSuspended, 'AccountIsSuspended', 'The password is right; the account is suspended.');
refusalType(builder, InvalidRefreshToken, 'AccountInvalidRefreshToken', 'The refresh token gives nothing any more.');
refusalType(builder, EmailTaken, 'AccountEmailTaken', 'Another account of the tenant has the e-mail address.');
refusalType(builder, WeakPassword, 'AccountWeakPassword', 'The password is too short or among those guessed first.');
refusalType(builder, AccountWrongState, 'AccountWrongState', 'The account is not in a state that allows this.');
refusalType(builder, RoleUnchanged, 'AccountRoleUnchanged', 'The account has, or lacks, the role already.');
refusalType(builder, RoleBeyondGrantor, 'AccountRoleBeyondGrantor', 'Nobody gives or takes a role they lack.');
