// Why a renewal did not happen, and what to do next.
import { l10n } from 'vscode';
import type { EndpointProblem } from '../core/endpointOverride.ts';
import type { RenewalFailure } from '../core/snapshot.ts';

/** One sentence for a stable code; the service's own text is never shown. */
export function renewalReason({ code }: RenewalFailure): string {
  switch (code) {
    case 'invalid_grant':
    case 'expired_token':
      return l10n.t('the sign-in has ended. Sign in again.');
    case 'invalid_client':
    case 'unauthorized_client':
      return l10n.t('the client registration is not valid any more. Sign in again.');
    case 'unreachable':
      return l10n.t('AWS could not be reached. Check the network or VPN, then refresh again.');
    case 'timeout':
      return l10n.t('AWS did not answer in time. Check the network or VPN, then refresh again.');
    case 'notTheService':
      return l10n.t(
        'something other than AWS answered, such as a proxy or the sign-in page of a network. Open a web page to see it, then refresh again.',
      );
    case 'serviceError':
      return l10n.t('AWS answered with an error of its own. Refresh again in a minute.');
    case 'throttled':
      return l10n.t('AWS asks to wait. Refresh again in a minute.');
    case 'access_denied':
      return l10n.t('AWS denied it. Ask who manages IAM Identity Center for you.');
    case 'invalid_request':
      return l10n.t(
        'AWS did not understand it. Check sso_region and sso_start_url in the AWS config.',
      );
    case 'notLocked':
      return l10n.t('~/.aws/sso/cache cannot be written. Check the disk and its permissions.');
    case 'notWritten':
      return l10n.t(
        'the new token cannot be written. Check the disk and keep VS Code open: it tries again.',
      );
    case 'noLifetime':
      return l10n.t(
        'the new token came without a believable lifetime, and counts as ended. Refresh again, or sign in again.',
      );
    case 'otherError':
      return l10n.t('AWS gave an unexpected answer. Refresh again, or sign in again.');
  }
}

export function endpointProblem({ code, where }: EndpointProblem): string {
  const place = where.kind === 'env' ? where.variable : `config:${where.line}`;
  switch (code) {
    case 'endpointInvalid':
      return l10n.t('The endpoint in {0} is not a URL. Correct it or remove it.', place);
    case 'endpointNotHttps':
      return l10n.t('The endpoint in {0} is not https. Use https, or a loopback address.', place);
    case 'endpointWithFips':
      return l10n.t(
        'The endpoint in {0} cannot be used together with FIPS. Remove it, or turn use_fips_endpoint off.',
        place,
      );
    case 'endpointWithDualStack':
      return l10n.t(
        'The endpoint in {0} cannot be used together with dual-stack. Remove it, or turn use_dualstack_endpoint off.',
        place,
      );
    case 'servicesSectionMissing':
      return l10n.t('The services section named in {0} does not exist. Add it.', place);
    case 'servicesBlockMissing':
      return l10n.t('The service in {0} has no indented lines below it. Add endpoint_url.', place);
  }
}
