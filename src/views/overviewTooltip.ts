// The hover: every session with its clocks, where it belongs, and what can be done.
import { MarkdownString, l10n } from 'vscode';
import { type Overview, type SessionStatus, byUrgency } from '../core/overview.ts';
import { configProblemSentence, problemPlace } from '../words/problemWords.ts';
import { explanation, stateLabel } from '../words/sessionWords.ts';
import { statusIcon } from './icons.ts';

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
    markdown.appendText(l10n.t('{0} more in the AWS SSO view', sessions.length - shown.length));
  }
  for (const problem of problems) {
    markdown.appendMarkdown('\n\n$(warning) ');
    markdown.appendText(`${problemPlace(problem)} ${configProblemSentence(problem)}`);
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

/** What comes from files goes in as text: nobody's session name becomes a link. */
function appendSession(markdown: MarkdownString, status: SessionStatus, now: number): void {
  const { session } = status;
  markdown.appendMarkdown(`$(${statusIcon(status)}) **`);
  markdown.appendText(session.name);
  markdown.appendMarkdown('** · ');
  markdown.appendText(stateLabel(status.state));
  const problems = session.problems.map(
    (problem) => `${problemPlace(problem)} ${configProblemSentence(problem)}`,
  );
  appendLine(markdown, [...explanation(status, now), ...problems].join(' '));
  appendLine(
    markdown,
    [session.startUrl, session.region].filter((part) => part !== undefined).join(' · '),
  );
  if (session.profiles.length > 0) {
    const names = session.profiles.map(({ name }) => name).join(', ');
    appendLine(markdown, l10n.t('Profiles: {0}', names));
  }
  markdown.appendMarkdown(`\n\n${links(status).join(' · ')}`);
}

function appendLine(markdown: MarkdownString, text: string): void {
  if (text === '') return;
  markdown.appendMarkdown('  \n');
  markdown.appendText(text);
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
