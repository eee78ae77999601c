// What has to be known of a new session: its name, start URL, region and scopes.
import { type QuickPickItem, QuickPickItemKind, l10n, window } from 'vscode';
import { awsRegions } from '../../core/awsRegions.ts';
import { sessionNameRefusal } from '../../core/configEdit.ts';
import type { ConfigFile } from '../../core/configFile.ts';
import { configProblem } from '../../core/configProblem.ts';
import { readScopes, readStartUrl } from '../../core/newSessionInput.ts';
import { isNamePortable } from '../../core/newSection.ts';
import type { NewSectionKind } from '../../core/newSection.ts';
import { accountAccess } from '../../core/scopes.ts';
import type { ConfiguredSession } from '../../core/ssoConfig.ts';
import { refusalSentence } from '../../words/configEditWords.ts';
import { plain } from '../../words/plain.ts';
import { configProblemSentence } from '../../words/problemWords.ts';
import { type Question, type Remark, ask, askText } from './questions.ts';

/** As typed; empty for what has not been asked yet. */
export interface SessionInput {
  readonly name: string;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: string;
}

export function askName(config: ConfigFile): Question<SessionInput> {
  return async ({ name }, place) => {
    const question = {
      value: name,
      prompt: l10n.t('A short name for the session, as your tools will call it.'),
      placeholder: 'my-company',
      remarkOn: (typed: string) => {
        const refusal = sessionNameRefusal(typed, config);
        return refusal ? error(refusalSentence(refusal)) : portability('ssoSession', typed);
      },
      whenEmpty: l10n.t('Enter a name.'),
    };
    const { go, said } = await askText(question, place);
    return { go, said: { name: said } };
  };
}

/** A word of warning where other tools would not find a section of this name. */
export function portability(kind: NewSectionKind, name: string): Remark | undefined {
  if (isNamePortable(kind, name)) return undefined;
  const problem = configProblem('nameNotPortable', 'config', 1, name);
  return { severity: 'warning', sentence: configProblemSentence(problem) };
}

export function askStartUrl(sessions: readonly ConfiguredSession[]): Question<SessionInput> {
  return async ({ startUrl }, place) => {
    const question = {
      value: startUrl,
      prompt: l10n.t('The start URL, also called AWS access portal URL: where you sign in.'),
      placeholder: 'https://my-company.awsapps.com/start',
      remarkOn: (typed: string) => startUrlRemark(typed, sessions),
      whenEmpty: l10n.t('Enter a start URL. Whoever manages AWS for you knows it.'),
    };
    const { go, said } = await askText(question, place);
    return { go, said: { startUrl: said } };
  };
}

function startUrlRemark(typed: string, sessions: readonly ConfiguredSession[]): Remark | undefined {
  const read = readStartUrl(typed);
  if ('trouble' in read) {
    return error(
      read.trouble === 'insecure'
        ? l10n.t('A start URL begins with https://.')
        : l10n.t('This is not a URL. A start URL looks like {0}.', 'https://….awsapps.com/start'),
    );
  }
  const { url } = read;
  const known = sessions.find((session) => session.startUrl === url);
  if (known !== undefined) {
    const { name, file, line } = known;
    const sentence = l10n.t('“{0}” in {1} has this start URL too.', plain(name), `${file}:${line}`);
    return { severity: 'warning', sentence };
  }
  if (url === typed) return undefined;
  return { severity: 'info', sentence: l10n.t('Will be written as {0}.', url) };
}

/** Regions that are in use already come first. */
export function askRegion(sessions: readonly ConfiguredSession[]): Question<SessionInput> {
  return async ({ region, startUrl }, place) => {
    const box = window.createQuickPick();
    box.placeholder = l10n.t(
      'The region of IAM Identity Center. Type to search, or to enter another.',
    );
    // Newer portals have it in their address.
    const [, named = ''] = /\.([a-z]+(?:-[a-z]+)+-\d+)\./.exec(startUrl) ?? [];
    offerRegions(box, sessions, region || named);
    const chosen = (): string => box.activeItems[0]?.label ?? region;
    const { go, said } = await ask(box, place, chosen, () => box.activeItems.length > 0);
    return { go, said: { region: said } };
  };
}

/** Fills the box; another region than those that are known is offered as soon as it is typed. */
export function offerRegions(
  box: ReturnType<typeof window.createQuickPick>,
  sessions: readonly ConfiguredSession[],
  chosen: string,
  first: readonly QuickPickItem[] = [],
): void {
  const inUse = new Set(sessions.flatMap(({ region = [] }) => region));
  // Few people have a reason to look at those of governments' secrets.
  const others = [...awsRegions.keys()].filter(
    (name) => !inUse.has(name) && !name.includes('-iso'),
  );
  const itemOf = (name: string): QuickPickItem => ({
    label: name,
    description: awsRegions.get(name) ?? '',
  });
  const heading = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const known = [
    ...first,
    ...(inUse.size === 0 ? [] : [heading(l10n.t('in use')), ...Array.from(inUse, itemOf)]),
    ...(inUse.size === 0 ? [] : [heading(l10n.t('others'))]),
    ...others.map(itemOf),
  ];
  const show = (typed: string, active: string): void => {
    const name = typed.trim().toLowerCase();
    const isOther =
      /^[a-z]+(-[a-z]+)+-\d+$/.test(name) && known.every(({ label }) => label !== name);
    const items = isOther ? [itemOf(name), ...known] : known;
    if (items[0]?.label === box.items[0]?.label) return;
    box.items = items;
    box.activeItems = items.filter(({ label }) => label === active);
  };
  box.matchOnDescription = true;
  box.onDidChangeValue((typed) => show(typed, typed.trim().toLowerCase()));
  show(chosen, chosen);
}

export function askScopes(): Question<SessionInput> {
  return async ({ scopes }, place) => {
    const question = {
      value: scopes,
      prompt: l10n.t(
        'The scopes, separated by commas: what the session may be used for. {0} is for accounts and roles, and for refreshing. Next, the session is written to the AWS config, and you sign in.',
        accountAccess,
      ),
      placeholder: accountAccess,
      remarkOn: scopesRemark,
      whenEmpty: l10n.t('Enter a scope: without any, the session cannot be refreshed.'),
    };
    const { go, said } = await askText(question, place);
    return { go, said: { scopes: said } };
  };
}

function scopesRemark(typed: string): Remark | undefined {
  const scopes = readScopes(typed);
  if (scopes === undefined) {
    return error(l10n.t('Scopes have no quotes, backslashes or letters with accents.'));
  }
  if (scopes.includes(accountAccess)) return undefined;
  const sentence = l10n.t('Without {0} there are no accounts and roles.', accountAccess);
  return { severity: 'warning', sentence };
}

function error(sentence: string): Remark {
  return { severity: 'error', sentence };
}
