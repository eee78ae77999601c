// Config files as people have them, in every shape that a careless edit would spoil.

export const lineBreaks = ['\n', '\r\n', '\r'] as const;

const bodies: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  'one default profile': ['[default]', 'region = eu-west-1'],
  'comments everywhere': [
    '# by hand, do not touch',
    '',
    '[profile a] # not read by all',
    '; the old one',
    'sso_session = first',
    '  # indented',
    'sso_account_id = 111122223333',
    '',
    '[sso-session first]',
    'sso_start_url = https://first.awsapps.com/start#/',
    'sso_region = eu-central-1',
    '# the end',
  ],
  'values over several lines': [
    '[profile b]',
    'note = one',
    '    two',
    '',
    '    three',
    'credential_process = /bin/true "a b"',
    's3 =',
    '    max_concurrent_requests = 20',
  ],
  'other spellings': [
    '[profile "with blank"]',
    'REGION: eu-west-1',
    "[sso-session 'quo\"ted']",
    'sso_start_url=https://q.awsapps.com/start',
    'sso_region=us-east-1',
    '[services here]',
    'sso_oidc =',
    '  endpoint_url = https://localhost:1',
  ],
  'a mention of a session that is not there': ['[profile c]', 'sso_session = missing'],
  'letters of all kinds': ['# Größe, 日本, 🙂', '[profile équipe]', 'output = json'],
  'an indented section': ['  [profile d]', '  region = eu-west-1', '    # deep', '  output = json'],
};

const ends: Readonly<Record<string, readonly string[]>> = {
  'a line break': [''],
  'no line break': [],
  'blank lines': ['', '', '', ''],
  'a line of blanks': ['', ' \t '],
};

export interface AwkwardConfig {
  readonly what: string;
  readonly text: string;
  readonly lineBreak: string;
}

/** Every body with every line break and end, with and without a byte order mark. */
export const awkwardConfigs: readonly AwkwardConfig[] = Object.entries(bodies).flatMap(
  ([body, lines]) =>
    Object.entries(ends).flatMap(([end, rest]) =>
      lineBreaks.flatMap((lineBreak) =>
        ['', '\uFEFF'].map((mark) => ({
          what: `${body}, ${JSON.stringify(lineBreak)}, then ${end}${mark && ', marked'}`,
          text: mark + [...lines, ...rest].join(lineBreak),
          lineBreak,
        })),
      ),
    ),
);
