/** For accounts and roles. Without a scope there is no refresh token either. */
export const accountAccess = 'sso:account:access';

/** What a session has that names none. */
export const defaultScopes: readonly string[] = [accountAccess];
