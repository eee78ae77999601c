// What a migration would change, as a difference that stays for as long as somebody reads it.
import {
  Disposable,
  ProgressLocation,
  Range,
  type Tab,
  TabInputTextDiff,
  Uri,
  commands,
  l10n,
  window,
  workspace,
} from 'vscode';
import type { Migration } from '../../core/migration.ts';
import { commandLink } from '../../words/commandLink.ts';

const scheme = 'ssosession-migration';
let reviews = 0;
let decideCurrent: ((agreed: boolean) => void) | undefined;

/** On the migration that is being looked at, if any. */
export function decideOnMigration(agreed: boolean): void {
  decideCurrent?.(agreed);
}

/**
 * Whether the person agrees, by the link in the question or by the title of the difference; to close that
 * is to decline. One at a time: the next one ends the one before.
 */
export async function isAgreedTo(
  question: (apply: string) => string,
  configPath: string,
  { text, line }: Pick<Migration, 'text' | 'line'>,
): Promise<boolean> {
  decideCurrent?.(false);
  const config = Uri.file(configPath);
  const proposal = config.with({ scheme, query: String(++reviews) });
  const isShown = ({ input }: Tab): boolean =>
    input instanceof TabInputTextDiff && input.modified.toString() === proposal.toString();
  // The other side, being a file, is shown without its byte order mark.
  const content = text.replace(/^\uFEFF/, '');

  let decide: (agreed: boolean) => void = () => undefined;
  const decision = new Promise<boolean>((resolve) => (decide = resolve));
  decideCurrent = decide;
  const review = Disposable.from(
    workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) =>
        uri.toString() === proposal.toString() ? content : undefined,
    }),
    window.tabGroups.onDidChangeTabs(({ closed }) => closed.some(isShown) && decide(false)),
  );
  try {
    const title = l10n.t('AWS config ↔ migrated');
    const at = new Range(line - 1, 0, line - 1, 0);
    await commands.executeCommand('vscode.diff', config, proposal, title, { selection: at });
    const apply = commandLink(l10n.t('Apply'), 'ssoSession.applyMigration', {});
    askUntil(decision, question(apply), () => decide(false));
    return await decision;
  } finally {
    review.dispose();
    if (decideCurrent === decide) decideCurrent = undefined;
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs.filter(isShown));
    await window.tabGroups.close(tabs);
  }
}

/** Other messages go away by themselves while somebody is still reading. */
function askUntil(decision: Promise<boolean>, question: string, decline: () => void): void {
  const options = { location: ProgressLocation.Notification, title: question, cancellable: true };
  void window.withProgress(options, (progress, cancellation) => {
    cancellation.onCancellationRequested(decline);
    // Nothing is under way: a bar that moves would say so.
    progress.report({ increment: 0 });
    return decision;
  });
}
