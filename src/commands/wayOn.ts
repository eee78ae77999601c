// What is said with the ways on from there: a button each, which runs a command.
import { commands, l10n } from 'vscode';

export interface WayOn {
  readonly title: string;
  readonly command: string;
  readonly argument?: unknown;
}

/** As VS Code shows a message; gives the title of the button that was picked. */
type Show = (sentence: string, ...titles: readonly string[]) => Thenable<string | undefined>;

/** Ends when somebody has gone on, or has not wished to. */
export async function sayWithWaysOn(
  show: Show,
  sentence: string,
  ways: readonly WayOn[],
): Promise<void> {
  const picked = await show(sentence, ...ways.map(({ title }) => title));
  const way = ways.find(({ title }) => title === picked);
  if (way !== undefined) await commands.executeCommand(way.command, way.argument);
}

/** For what has no other way on: VS Code cuts a message off that has no button. */
export function showLog(): WayOn {
  return { title: l10n.t('Show Log'), command: 'ssoSession.showLog' };
}
