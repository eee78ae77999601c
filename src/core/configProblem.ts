// What can be wrong in the AWS config and credentials files, as data; the sentences are made in words/.

export type ConfigFileKind = 'config' | 'credentials';

/** Said by the parser. `subject` is given in brackets. */
export type FileProblemCode =
  /** the CLI takes a byte order mark for a line before any section */
  | 'byteOrderMark'
  /** the same header twice [header] */
  | 'duplicateSection'
  /** the same key twice in a section, in any case [key] */
  | 'duplicateKey'
  | 'lineBeforeSection'
  /** neither `key = value` nor a header */
  | 'lineWithoutDelimiter'
  /** starts with `[` and does not end, so the keys below belong to the section above */
  | 'unclosedHeader'
  /** `= value` */
  | 'emptyKey'
  /** a line of an indented block is no `key = value` [key above the block] */
  | 'nestedLineWithoutEquals'
  /** `[profile]`, `[sso-session ""]` [header] */
  | 'emptySectionName'
  /** a name of several words outside quotes: the CLI skips the section [header] */
  | 'unquotedName'
  /** an odd quote or a last backslash: the CLI skips the section [header] */
  | 'unbalancedQuote'
  /** sso_* keys in a section that is neither a profile nor a session, such as `[dev]` [header] */
  | 'unknownSection'
  /** sso_* keys in [DEFAULT]: every section of the AWS CLI inherits them, other tools skip them [header] */
  | 'defaultsNotPortable'
  /** another spelling of the same name below replaces this section as a whole [name] */
  | 'sectionReplaced'
  /** other tools do not accept a blank or a non-ASCII character in the name [name] */
  | 'nameNotPortable'
  /** other tools stumble over quotes, blanks or what follows the bracket [header] */
  | 'headerNotPortable'
  /** an indented header is read as part of the value above it [header] */
  | 'indentedSection'
  /** the value runs over several lines, other tools take the first [key] */
  | 'multilineValue'
  /** ` #` or ` ;` is part of the value for the CLI and starts a comment for others [key] */
  | 'inlineComment'
  /** other tools look for the key in lower case only [key as written] */
  | 'keyCase'
  /** `key: value`, which other tools do not know [key] */
  | 'colonDelimiter';

/** Said when profiles and sessions are put together. */
export type SsoProblemCode =
  /** the profile's sso_session names no section [session] */
  | 'sessionNotFound'
  /** `sso_session =` without a name [profile] */
  | 'emptySessionName'
  /** [session, or profile for a legacy one] */
  | 'missingStartUrl'
  /** [session, or profile for a legacy one] */
  | 'missingRegion'
  /** no URL at all, or one that runs over several lines [session or profile] */
  | 'startUrlInvalid'
  /** [session or profile] */
  | 'startUrlNotHttps'
  /** no name of a region, e.g. a comment behind it [session or profile] */
  | 'regionInvalid'
  /** the profile sets a key to another value than its session [key] */
  | 'conflict'
  /** legacy profiles of one start URL, thus of one token, name different regions [profile] */
  | 'regionsDiffer';

export type ConfigProblemCode =
  | FileProblemCode
  | SsoProblemCode
  /** said by whoever opens the file [`FileProblem` of the snapshot] */
  | 'fileUnreadable';

/** `line` is 1-based and in `file`. `subject` never holds a value: values may be secrets. */
export interface ConfigProblem {
  readonly code: ConfigProblemCode;
  readonly file: ConfigFileKind;
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly subject?: string;
  /** the AWS CLI refuses the whole file because of this */
  readonly refusedByCli?: boolean;
}

const refusals: ReadonlySet<ConfigProblemCode> = new Set<FileProblemCode>([
  'byteOrderMark',
  'duplicateSection',
  'duplicateKey',
  'lineBeforeSection',
  'lineWithoutDelimiter',
  'unclosedHeader',
  'emptyKey',
  'nestedLineWithoutEquals',
]);

const warnings: ReadonlySet<ConfigProblemCode> = new Set<ConfigProblemCode>([
  'unknownSection',
  'defaultsNotPortable',
  'sectionReplaced',
  'nameNotPortable',
  'headerNotPortable',
  'indentedSection',
  'multilineValue',
  'inlineComment',
  'keyCase',
  'colonDelimiter',
  'startUrlNotHttps',
  'regionsDiffer',
]);

/** A problem with the severity that belongs to its code. */
export function configProblem(
  code: ConfigProblemCode,
  file: ConfigFileKind,
  line: number,
  subject?: string,
): ConfigProblem {
  return {
    code,
    file,
    line,
    severity: warnings.has(code) ? 'warning' : 'error',
    ...(subject !== undefined && { subject }),
    ...(refusals.has(code) && { refusedByCli: true }),
  };
}
