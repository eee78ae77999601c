// The hover: every session with its clocks, where it belongs, and what can be done.
import { MarkdownString, l10n } from 'vscode';
import { type Overview, type SessionStatus, byUrgency } from '../core/overview.ts';
import { configProblemSentence, problemPlace } from '../words/problemWords.ts';
import { explanation, stateLabel } from '../words/sessionWords.ts';
import { statusIcon } from './icons.ts';
import { escapeMarkdown, linkTo } from './markdown.ts';

const linkCommands = ['ssoSession.refresh', 'ssoSession.signIn', 'ssoSession.openConfig'];

/** More would not fit on a screen; the tree has them all. */
const mostSessions = 8;

export function overviewTooltip({ sessions, problems, now }: Overview): MarkdownString {
  const markdown = newMarkdown();
  const shown = byUrgency(sessions).slice(0, mostSessions);
  shown.forEach((status, index) => {
    if (index > 0) markdown.appendMarkdown('\n\n---\n\n');
    appendSession(markdown, status, now);
  });
  if (sessions.length > shown.length) {
    markdown.appendMarkdown('\n\n---\n\n');
    markdown.appendMarkdown(
      escapeMarkdown(l10n.t('{0} more in the AWS SSO view', sessions.length - shown.length)),
    );
  }
  for (const problem of problems) {
    const sentence = `${problemPlace(problem)} ${configProblemSentence(problem)}`;
    markdown.appendMarkdown(`\n\n---\n\n$(warning) ${escapeMarkdown(sentence)}`);
  }
  return markdown;
}

export function sessionTooltip(status: SessionStatus, now: number): MarkdownString {
  const markdown = newMarkdown();
  appendSession(markdown, status, now);
  return markdown;
}

function newMarkdown(): MarkdownString {
  const markdown = new MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: linkCommands };
  return markdown;
}

/** What comes from files is escaped: nobody's session name becomes a link. */
function appendSession(markdown: MarkdownString, status: SessionStatus, now: number): void {
  const { session } = status;
  const problems = session.problems.map(
    (problem) => `${problemPlace(problem)} ${configProblemSentence(problem)}`,
  );
  const address = [
    ...(session.startUrl === undefined ? [] : [linkTo(session.startUrl)]),
    ...(session.region === undefined ? [] : [escapeMarkdown(session.region)]),
  ];
  const profiles = session.profiles.map(({ name }) => name).join(', ');
  const lines = [
    `$(${statusIcon(status)}) **${escapeMarkdown(session.name)}** · ${stateLabel(status.state)}`,
    escapeMarkdown([...explanation(status, now), ...problems].join(' ')),
    address.join(' · '),
    profiles === '' ? '' : escapeMarkdown(l10n.t('Profiles: {0}', profiles)),
    links(status).join(' · '),
  ];
  markdown.appendMarkdown(lines.filter((line) => line !== '').join('  \n'));
}

function links({ session, renewable, state }: SessionStatus): readonly string[] {
  const link = (title: string, command: string): string => {
    const argument = encodeURIComponent(JSON.stringify([{ sessionId: session.id }]));
    return `[${title}](command:${command}?${argument})`;
  };
  return [
    ...(renewable ? [link(l10n.t('Refresh'), 'ssoSession.refresh')] : []),
    ...(state === 'misconfigured' ? [] : [link(l10n.t('Sign In'), 'ssoSession.signIn')]),
    link(l10n.t('Open Config'), 'ssoSession.openConfig'),
  ];
}
