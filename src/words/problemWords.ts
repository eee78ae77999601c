// What is wrong with a file, and what to do about it.
import { l10n } from 'vscode';
import type { ConfigProblem } from '../core/configProblem.ts';
import type { FileProblem, TokenFile } from '../core/snapshot.ts';
import { inARow } from './sentences.ts';

/** Where a problem is: "config:12". */
export function problemPlace({ file, line }: ConfigProblem): string {
  return `${file}:${line}`;
}

/** The problem with its place in front. */
export function located(problem: ConfigProblem): string {
  return `${problemPlace(problem)} ${configProblemSentence(problem)}`;
}

/** One sentence that says what and what to do, and a second one where the AWS CLI refuses the file. */
export function configProblemSentence(problem: ConfigProblem): string {
  const sentence = whatToDo(problem);
  return problem.refusedByCli === true
    ? inARow([sentence, l10n.t('Until then the AWS CLI refuses the whole file.')])
    : sentence;
}

function whatToDo({ code, subject = '' }: ConfigProblem): string {
  switch (code) {
    case 'fileUnreadable':
      return fileProblem(subject as FileProblem);
    case 'byteOrderMark':
      return l10n.t('The file starts with a byte order mark. Save it as UTF-8 without BOM.');
    case 'duplicateSection':
      return l10n.t('[{0}] is there twice. Merge the two sections.', subject);
    case 'duplicateKey':
      return l10n.t('{0} is set twice in this section. Keep one.', subject);
    case 'lineBeforeSection':
      return l10n.t('This line stands before any section. Move it below a [section] or remove it.');
    case 'lineWithoutDelimiter':
      return l10n.t('This line is neither a [section] nor key = value. Correct or remove it.');
    case 'unclosedHeader':
      return l10n.t('This section header has no closing bracket. Add ].');
    case 'emptyKey':
      return l10n.t('There is no key before the equals sign. Add one or remove the line.');
    case 'nestedLineWithoutEquals':
      return l10n.t(
        'An indented line below {0} is not key = value. Correct or remove it.',
        subject,
      );
    case 'emptySectionName':
      return l10n.t('[{0}] has no name. Add one.', subject);
    case 'unquotedName':
      return l10n.t('[{0}] is ignored: put a name of several words in quotes.', subject);
    case 'unbalancedQuote':
      return l10n.t('[{0}] is ignored: a quote is not closed.', subject);
    case 'unknownSection':
      return l10n.t('[{0}] is ignored: it needs to be [profile …] or [sso-session …].', subject);
    case 'defaultsNotPortable':
      return l10n.t(
        'Only the AWS CLI takes keys from [{0}]. Put them into the sections that need them.',
        subject,
      );
    case 'sectionReplaced':
      return l10n.t('“{0}” is defined again below, and that one counts. Remove one.', subject);
    case 'nameNotPortable':
      return l10n.t(
        'Some AWS tools do not read the name “{0}”. Use letters, digits and - only.',
        subject,
      );
    case 'headerNotPortable':
      return l10n.t('Some AWS tools do not read [{0}]. Use one blank and no quotes.', subject);
    case 'indentedSection':
      return l10n.t(
        '[{0}] is indented, so it counts as part of the value above. Remove the blanks before it.',
        subject,
      );
    case 'multilineValue':
      return l10n.t('{0} runs over several lines. Put it on one.', subject);
    case 'inlineComment':
      return l10n.t(
        'The AWS CLI takes the comment after {0} as part of the value. Put it on a line of its own.',
        subject,
      );
    case 'keyCase':
      return l10n.t('Some AWS tools do not read {0}. Write it in lower case.', subject);
    case 'colonDelimiter':
      return l10n.t('Some AWS tools do not read “{0}: …”. Use an equals sign.', subject);
    case 'sessionNotFound':
      return l10n.t('There is no [sso-session {0}]. Add it or correct sso_session.', subject);
    case 'emptySessionName':
      return l10n.t('sso_session of profile {0} is empty. Name a session.', subject);
    case 'missingStartUrl':
      return l10n.t('No sso_start_url in {0}. Add it.', subject);
    case 'missingRegion':
      return l10n.t('No sso_region in {0}. Add it.', subject);
    case 'startUrlInvalid':
      return l10n.t('sso_start_url of {0} is not a URL. Correct it.', subject);
    case 'startUrlNotHttps':
      return l10n.t('sso_start_url of {0} is not https. Correct it.', subject);
    case 'regionInvalid':
      return l10n.t('sso_region of {0} is not a region name. Correct it.', subject);
    case 'conflict':
      return l10n.t(
        '{0} differs from the one of the session. Remove it from the profile.',
        subject,
      );
    case 'regionsDiffer':
      return l10n.t(
        'Profile {0} shares its start URL with others but names another sso_region.',
        subject,
      );
  }
}

/** Why a token file is not taken for a token. */
export function tokenProblem(
  problem: Extract<TokenFile, { kind: 'unreadable' }>['problem'],
): string {
  switch (problem) {
    case 'empty':
      return l10n.t('The token file is empty. Sign in to write it anew.');
    case 'notJson':
      return l10n.t('The token file is not valid JSON. Sign in to write it anew.');
    case 'notAnObject':
      return l10n.t('The token file holds no JSON object. Sign in to write it anew.');
    case 'noAccessToken':
      return l10n.t('The token file has no accessToken. Sign in to write it anew.');
    case 'noExpiresAt':
      return l10n.t(
        'The token file does not say when it ends (expiresAt). Sign in to write it anew.',
      );
    case 'expiresAt:noZone':
      return l10n.t('expiresAt of the token file has no time zone. Sign in to write it anew.');
    case 'expiresAt:notATimestamp':
      return l10n.t('expiresAt of the token file is not a timestamp. Sign in to write it anew.');
    case 'expiresAt:notADate':
      return l10n.t('expiresAt of the token file is not a real date. Sign in to write it anew.');
    case 'notAllowed':
    case 'notAFile':
    case 'tooLarge':
    case 'ioError':
      return fileProblem(problem);
  }
}

function fileProblem(problem: FileProblem): string {
  switch (problem) {
    case 'notAllowed':
      return l10n.t('You may not read the file. Correct its permissions.');
    case 'notAFile':
      return l10n.t('There is something other than a file in its place. Move it away.');
    case 'tooLarge':
      return l10n.t('The file is too large to be what it should be. Move it away.');
    case 'ioError':
      return l10n.t('The file cannot be read. Check the disk or the network drive it is on.');
  }
}
