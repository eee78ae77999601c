// Where the service is reached instead of its usual address, by environment and config only: a
// workspace must not be able to send tokens elsewhere.
import { findKey, type ConfigFile, type ConfigSection } from './configFile.ts';
import { urlTrouble } from './urlTrouble.ts';

type EndpointService = 'sso_oidc' | 'sso';

export interface EndpointSources {
  /** the process environment */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: ConfigFile;
  /** the profiles that use the session */
  readonly profiles: readonly string[];
}

export interface EndpointProblem {
  readonly code:
    | 'endpointInvalid'
    /** plain http to another machine */
    | 'endpointNotHttps'
    /** an endpoint of its own, and FIPS or dual-stack besides: SDKs refuse the two together */
    | 'endpointWithFips'
    | 'endpointWithDualStack'
    /** the profile's `services` names no section, or an empty one */
    | 'servicesSectionMissing'
    /** the service's key in the section has no indented block */
    | 'servicesBlockMissing';
  readonly where:
    | { readonly kind: 'env'; readonly variable: string }
    | { readonly kind: 'config'; readonly line: number };
}

export interface EndpointOverrides {
  readonly url: string | undefined;
  readonly useFips: boolean | undefined;
  readonly useDualStack: boolean | undefined;
  /** Nothing may be sent then, least of all to the usual address. */
  readonly problem: EndpointProblem | undefined;
}

type Candidate =
  | { readonly url: string; readonly where: EndpointProblem['where'] }
  | { readonly problem: EndpointProblem };

const endpointKeys = [
  'endpoint_url',
  'services',
  'ignore_configured_endpoint_urls',
  'use_fips_endpoint',
  'use_dualstack_endpoint',
];

/**
 * As botocore finds them: the service's variable, `AWS_ENDPOINT_URL`, the profile's `services`
 * section, its `endpoint_url`; an empty one counts as none.
 */
export function endpointOverrides(
  sources: EndpointSources,
  service: EndpointService,
): EndpointOverrides {
  const { env, config } = sources;
  const profile = relevantProfile(sources);
  const flag = (variable: string, key: string): boolean | undefined => {
    const value = env[variable] ?? (profile && findKey(profile, key)?.value);
    return value === undefined ? undefined : value.toLowerCase() === 'true';
  };
  const useFips = flag('AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint');
  const useDualStack = flag('AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint');
  const ignored = flag('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'ignore_configured_endpoint_urls');
  const found = ignored
    ? undefined
    : (fromEnvironment(env, service) ?? (profile && fromProfile(profile, config, service)));
  return {
    url: undefined,
    problem: undefined,
    ...(found && checked(found, { useFips, useDualStack })),
    useFips,
    useDualStack,
  };
}

/** The CLI's profile if it uses the session, else one of the session's that speaks of endpoints. */
function relevantProfile({ env, config, profiles }: EndpointSources): ConfigSection | undefined {
  const chosen = [env['AWS_PROFILE'], env['AWS_DEFAULT_PROFILE']].find(
    (name) => name !== undefined && name !== '',
  );
  if (chosen !== undefined && profiles.includes(chosen)) return config.profiles.get(chosen);
  for (const name of profiles) {
    const section = config.profiles.get(name);
    if (section && endpointKeys.some((key) => findKey(section, key) !== undefined)) return section;
  }
  return config.profiles.get('default');
}

function fromEnvironment(
  env: EndpointSources['env'],
  service: EndpointService,
): Candidate | undefined {
  for (const variable of [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const url = env[variable];
    if (url) return { url, where: { kind: 'env', variable } };
  }
  return undefined;
}

function fromProfile(
  profile: ConfigSection,
  config: ConfigFile,
  service: EndpointService,
): Candidate | undefined {
  const services = findKey(profile, 'services');
  if (services !== undefined) {
    const section = config.services.get(services.value);
    if (section === undefined || section.keys.length === 0) {
      return { problem: configIssue('servicesSectionMissing', services.line) };
    }
    const block = findKey(section, service);
    if (block !== undefined && block.nested === undefined) {
      return { problem: configIssue('servicesBlockMissing', block.line) };
    }
    const inBlock = block?.nested?.get('endpoint_url');
    if (inBlock?.value) return atLine(inBlock.value, inBlock.line);
  }
  const own = findKey(profile, 'endpoint_url');
  if (own?.nested) return { problem: configIssue('endpointInvalid', own.line) };
  return own?.value ? atLine(own.value, own.line) : undefined;
}

function checked(
  candidate: Candidate,
  { useFips, useDualStack }: Pick<EndpointOverrides, 'useFips' | 'useDualStack'>,
): Partial<EndpointOverrides> {
  if ('problem' in candidate) return candidate;
  const { url, where } = candidate;
  // A blank is most likely a comment behind the value, which the CLI takes for a part of it.
  const trouble = /\s/.test(url) ? 'invalid' : urlTrouble(url);
  if (trouble === 'invalid') return { problem: { code: 'endpointInvalid', where } };
  if (trouble === 'insecure') return { problem: { code: 'endpointNotHttps', where } };
  if (useFips === true) return { problem: { code: 'endpointWithFips', where } };
  if (useDualStack === true) return { problem: { code: 'endpointWithDualStack', where } };
  return { url };
}

function atLine(url: string, line: number): Candidate {
  return { url, where: { kind: 'config', line } };
}

function configIssue(code: EndpointProblem['code'], line: number): EndpointProblem {
  return { code, where: { kind: 'config', line } };
}
