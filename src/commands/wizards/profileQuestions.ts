// Which roles become profiles, and what these are called.
import { type QuickPickItem, QuickPickItemKind, ThemeIcon, l10n, window } from 'vscode';
import type { AccountRoles } from '../../aws/listRoles.ts';
import { type EditRefusal, profileNameRefusal } from '../../core/configEdit.ts';
import type { ConfigFile } from '../../core/configFile.ts';
import type { ConfiguredSession } from '../../core/ssoConfig.ts';
import { suggestProfileName } from '../../core/suggestedNames.ts';
import { refusalSentence } from '../../words/configEditWords.ts';
import { plain } from '../../words/plain.ts';
import { type Answer, type Place, type Question, ask, askText } from './questions.ts';
import { offerRegions, portability } from './sessionQuestions.ts';

/** One role in one account. */
interface RoleChoice {
  readonly accountId: string;
  readonly accountName: string;
  readonly roleName: string;
}

export interface ProfilesInput {
  readonly picked: readonly RoleChoice[];
  /** A name for each, also for those that were picked before. */
  readonly names: ReadonlyMap<RoleChoice, string>;
  /** Empty for none. */
  readonly region: string;
}

/** What there is already. */
interface Existing {
  readonly config: ConfigFile;
  readonly credentials: ConfigFile;
  readonly sessions: readonly ConfiguredSession[];
  readonly session: ConfiguredSession;
}

export function askRoles(
  accounts: readonly AccountRoles[],
  existing: Existing,
): Question<ProfilesInput> {
  const rows = accounts.flatMap((account) => rowsOf(account, existing.session));
  return async ({ picked, names }, place) => {
    const box = window.createQuickPick<(typeof rows)[number]>();
    box.placeholder = l10n.t('Which roles do you want to use? Each becomes a profile.');
    box.canSelectMany = true;
    box.matchOnDescription = true;
    box.items = rows;
    box.selectedItems = rows.filter(({ choice }) => picked.includes(choice));
    const { go, said } = await ask(box, place, () => box.selectedItems.map(({ choice }) => choice));
    return { go, said: { picked: said, names: withNames(said, names, existing) } };
  };
}

function rowsOf(
  { id, name, roles }: AccountRoles,
  { profiles }: ConfiguredSession,
): readonly (QuickPickItem & { readonly choice: RoleChoice })[] {
  return roles.map((roleName) => {
    const same = profiles.filter((each) => each.accountId === id && each.roleName === roleName);
    const already = same.map((profile) => profile.name).join(', ');
    return {
      label: plain(`${name || id} / ${roleName}`),
      description: already === '' ? id : `${id} · ${l10n.t('is {0} already', already)}`,
      choice: { accountId: id, accountName: name, roleName },
    };
  });
}

function withNames(
  picked: readonly RoleChoice[],
  names: ReadonlyMap<RoleChoice, string>,
  { config, credentials }: Existing,
): ReadonlyMap<RoleChoice, string> {
  const all = new Map(names);
  for (const choice of picked) {
    if (all.has(choice)) continue;
    const taken = new Set([
      ...config.profiles.keys(),
      ...credentials.profiles.keys(),
      ...all.values(),
    ]);
    const account = { name: choice.accountName, id: choice.accountId };
    all.set(choice, suggestProfileName(account, choice.roleName, taken));
  }
  return all;
}

/** Shows what will be added, to be changed until it is right. */
export function askNames(existing: Existing): Question<ProfilesInput> {
  return async (known, place) => {
    if (known.picked.length === 0) return { go: 'on', said: known };
    let input = known;
    for (;;) {
      const { go, said } = await chooseChange(input, place);
      if (go !== 'on' || said === 'done') return { go, said: input };
      const within = { ...place, hasBack: true };
      if (said === 'region') {
        input = { ...input, region: await askDefaultRegion(input.region, existing, within) };
      } else if (said !== undefined) {
        const name = await askProfileName(said, input, existing, within);
        input = { ...input, names: new Map([...input.names, [said, name]]) };
      }
    }
  };
}

type Change = 'done' | 'region' | RoleChoice;

function chooseChange(
  { picked, names, region }: ProfilesInput,
  place: Place,
): Promise<Answer<Change | undefined>> {
  const heading = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const rows: (QuickPickItem & { readonly change?: Change })[] = [
    {
      label:
        picked.length === 1 ? l10n.t('Add 1 profile') : l10n.t('Add {0} profiles', picked.length),
      iconPath: new ThemeIcon('check'),
      change: 'done',
    },
    heading(l10n.t('names')),
    ...picked.map((choice) => ({
      label: plain(names.get(choice) ?? ''),
      detail: plain(`${choice.accountName || choice.accountId} / ${choice.roleName}`),
      iconPath: new ThemeIcon('account'),
      change: choice,
    })),
    heading(l10n.t('for all')),
    {
      label: l10n.t('Default region'),
      description: region === '' ? l10n.t('none') : region,
      iconPath: new ThemeIcon('globe'),
      change: 'region',
    },
  ];
  const box = window.createQuickPick<(typeof rows)[number]>();
  box.placeholder = l10n.t('Press Enter, or first choose a name to change it.');
  box.items = rows;
  return ask(box, place, () => box.activeItems[0]?.change);
}

async function askProfileName(
  choice: RoleChoice,
  { names, picked }: ProfilesInput,
  { config, credentials }: Existing,
  place: Place,
): Promise<string> {
  const former = names.get(choice) ?? '';
  const others = new Set(picked.filter((each) => each !== choice).map((each) => names.get(each)));
  const refusalOf = (name: string): EditRefusal | undefined =>
    others.has(name) ? { code: 'namedTwice', name } : profileNameRefusal(name, config, credentials);
  const { go, said } = await askText(
    {
      value: former,
      prompt: l10n.t(
        'The name of the profile for {0} in {1}.',
        plain(choice.roleName),
        plain(choice.accountName || choice.accountId),
      ),
      placeholder: former,
      remarkOn: (typed) => {
        const refusal = refusalOf(typed);
        if (refusal === undefined) return portability('profile', typed);
        return { severity: 'error', sentence: refusalSentence(refusal) };
      },
      whenEmpty: l10n.t('Enter a name.'),
    },
    place,
  );
  return go === 'on' ? said : former;
}

async function askDefaultRegion(
  former: string,
  { sessions }: Existing,
  place: Place,
): Promise<string> {
  const box = window.createQuickPick();
  box.placeholder = l10n.t('Where commands go that name no region.');
  const none: QuickPickItem = { label: l10n.t('none') };
  offerRegions(box, sessions, former === '' ? none.label : former, [none]);
  const { go, said } = await ask(box, place, () => box.activeItems[0]);
  if (go !== 'on' || said === undefined) return former;
  return said === none ? '' : said.label;
}
