export type Operation =
  | 'RegisterClient'
  | 'StartDeviceAuthorization'
  | 'CreateToken'
  | 'ListAccounts'
  | 'ListAccountRoles'
  | 'GetRoleCredentials'
  | 'Logout'
  | 'DevicePage'
  | 'DeviceDecision'
  | 'AuthorizePage'
  | 'AuthorizeDecision'
  | 'Unknown';

export type GrantType = 'device_code' | 'authorization_code' | 'refresh_token';

/** A call that was answered, or never will be. It holds no token, code or secret. */
export interface Call {
  readonly operation: Operation;
  readonly grantType: GrantType | undefined;
  readonly status: number | 'dropped' | 'hung';
  /** The error that the service answered with, such as `invalid_grant`. */
  readonly error: string | undefined;
  /** The host that the client meant to reach. */
  readonly host: string;
  /** Which program called, as it says itself. */
  readonly userAgent: string;
  readonly at: number;
}

export interface CallMatch {
  readonly operation: Operation;
  readonly grantType: GrantType;
}

export interface CallLog {
  readonly calls: readonly Call[];
  add(call: Call): void;
  /** The first call that fits, past ones included, counted from `from`. */
  waitFor(predicate: (call: Call) => boolean, from?: number): Promise<Call>;
  close(): void;
}

interface Waiter {
  readonly predicate: (call: Call) => boolean;
  readonly resolve: (call: Call) => void;
  readonly reject: (error: Error) => void;
}

export function createCallLog(onCall?: (call: Call) => void): CallLog {
  const calls: Call[] = [];
  const waiters = new Set<Waiter>();
  return {
    calls,
    add(call) {
      calls.push(call);
      onCall?.(call);
      for (const waiter of waiters) {
        if (!waiter.predicate(call)) continue;
        waiters.delete(waiter);
        waiter.resolve(call);
      }
    },
    waitFor(predicate, from = 0) {
      const past = calls.slice(from).find(predicate);
      if (past !== undefined) return Promise.resolve(past);
      return new Promise((resolve, reject) => waiters.add({ predicate, resolve, reject }));
    },
    close() {
      for (const { reject } of waiters) {
        reject(new Error('The local Identity Center was closed before such a call came.'));
      }
      waiters.clear();
    },
  };
}
