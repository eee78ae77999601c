import type { ServiceFailure } from '../core/serviceFailure.ts';

/** What the AWS SDK's error says in stable codes. Its texts stay behind: they may quote what was sent. */
export function whatIsKnownOf(error: unknown): ServiceFailure {
  const known = error as {
    error?: unknown;
    name?: unknown;
    code?: unknown;
    reason?: unknown;
    $metadata?: { httpStatusCode?: unknown };
    $response?: { statusCode?: unknown };
  };
  const status = known.$metadata?.httpStatusCode ?? known.$response?.statusCode;
  return {
    error: typeof known.error === 'string' ? known.error : undefined,
    name: typeof known.name === 'string' ? known.name : undefined,
    status: typeof status === 'number' ? status : undefined,
    code: typeof known.code === 'string' ? known.code : undefined,
    reason: typeof known.reason === 'string' ? known.reason : undefined,
  };
}
