/** What can be changed while the service runs; what was issued before keeps its old lifetime. */
export interface Settings {
  accessTokenSeconds: number;
  /** How long a sign-in lasts: the end of every refresh, and of tokens that cannot be refreshed. */
  sessionSeconds: number;
  registrationSeconds: number;
  deviceCodeSeconds: number;
  authorizationCodeSeconds: number;
  roleCredentialsSeconds: number;
  /** Polling for a device code faster than this is answered with `slow_down`. */
  pollIntervalSeconds: number;
  /** The longest page of accounts or roles, whatever the caller asks for. */
  pageSize: number;
  /** Moves the `Date` header only, as seen from a machine whose own clock is wrong. */
  dateSkewSeconds: number;
  /** Every sign-in is allowed at once, nobody has to click. */
  autoApprove: boolean;
}

export const defaultSettings: Readonly<Settings> = {
  accessTokenSeconds: 3600,
  sessionSeconds: 8 * 3600,
  registrationSeconds: 90 * 24 * 3600,
  deviceCodeSeconds: 600,
  authorizationCodeSeconds: 60,
  roleCredentialsSeconds: 3600,
  pollIntervalSeconds: 1,
  pageSize: 100,
  dateSkewSeconds: 0,
  autoApprove: false,
};
