/** The service and region that one of AWS's host names stands for. */
export interface AwsHost {
  readonly service: 'oidc' | 'portal';
  readonly region: string;
}

const suffixes = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'api.aws',
  'api.amazonwebservices.com.cn',
  'api.amazonwebservices.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws.ic.gov',
  'api.aws.scloud',
  'api.cloud-aws.adc-e.uk',
  'api.aws.hci.ic.gov',
];

const pattern = /^(oidc|portal\.sso)(?:-fips)?\.([a-z]{2,4}(?:-[a-z]+)+-\d)\.(.+)$/;

export function parseAwsHost(host: string): AwsHost | undefined {
  const [, service, region, suffix] = pattern.exec(host.toLowerCase()) ?? [];
  if (region === undefined || suffix === undefined || !suffixes.includes(suffix)) return undefined;
  return { service: service === 'oidc' ? 'oidc' : 'portal', region };
}
