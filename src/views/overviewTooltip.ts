// The hover: every session with its clocks, where it belongs, and what can be done.
import { MarkdownString, l10n } from 'vscode';
import type { Overview, SessionStatus } from '../core/overview.ts';
import { byUrgency } from '../core/urgency.ts';
import { statusIcon } from '../core/statusIcon.ts';
import { sessionActionTitle } from '../words/actionWords.ts';
import { clockSentences } from '../words/clockWords.ts';
import { commandLink } from '../words/commandLink.ts';
import { located } from '../words/problemWords.ts';
import { inARow } from '../words/sentences.ts';
import {
  explanation,
  glanceAndSilence,
  silence,
  stateLabel,
  wrongClock,
} from '../words/sessionWords.ts';

import { escapeMarkdown, linkTo } from './markdown.ts';

const linkCommands = ['ssoSession.refresh', 'ssoSession.signIn', 'ssoSession.openConfig'];

/** More than these in full would not fit on a small screen: then the first is, and the others get a line. */
const mostInFull = 3;
const mostLines = 8;

/** `first` is what the status bar speaks of. */
export function overviewTooltip(
  { sessions, problems, clockAheadMs, now }: Overview,
  first: SessionStatus | undefined,
): MarkdownString {
  const markdown = newMarkdown();
  const others = byUrgency(sessions).filter((status) => status !== first);
  const leading = first === undefined ? [] : [first];
  const inFull = sessions.length <= mostInFull ? [...leading, ...others] : leading;
  const lines = others.filter((status) => !inFull.includes(status)).slice(0, mostLines);
  const parts = [
    ...inFull.map((status) => inFullOf(status, now)),
    lines.map((status) => lineOf(status, now)).join('  \n'),
    more(sessions.length - inFull.length - lines.length),
    clockAheadMs === undefined ? '' : `$(warning) ${escapeMarkdown(wrongClock(clockAheadMs))}`,
    ...problems.map((problem) => `$(warning) ${escapeMarkdown(located(problem))}`),
  ];
  return markdown.appendMarkdown(parts.filter((part) => part !== '').join('\n\n---\n\n'));
}

export function sessionTooltip(status: SessionStatus, now: number): MarkdownString {
  return newMarkdown().appendMarkdown(inFullOf(status, now));
}

function newMarkdown(): MarkdownString {
  const markdown = new MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: linkCommands };
  return markdown;
}

/** What comes from files is escaped: nobody's session name becomes a link. */
function inFullOf(status: SessionStatus, now: number): string {
  const { session } = status;
  const address = [
    ...(session.startUrl === undefined ? [] : [linkTo(session.startUrl)]),
    ...(session.region === undefined ? [] : [escapeMarkdown(session.region)]),
  ];
  const profiles = session.profiles.map(({ name }) => name).join(', ');
  const warnings = session.problems.filter(({ severity }) => severity !== 'error');
  const lines = [
    `${heading(status)} · ${stateLabel(status.state)}`,
    ...silence(status, now).map((text) => `$(bell-slash) ${escapeMarkdown(text)}`),
    ...clockSentences(status, now).map(({ sentence }) => escapeMarkdown(sentence)),
    escapeMarkdown(inARow([...explanation(status), ...warnings.map(located)])),
    address.join(' · '),
    profiles === '' ? '' : escapeMarkdown(l10n.t('Profiles: {0}', profiles)),
    links(status).join(' · '),
  ];
  return lines.filter((line) => line !== '').join('  \n');
}

/** With the one thing to do about it, where there is one: VS Code parses all links anew each minute. */
function lineOf(status: SessionStatus, now: number): string {
  const { state, attention } = status;
  const words = escapeMarkdown(glanceAndSilence(status, now));
  const isWell = state === 'active' && attention === 'none';
  return [heading(status), words, ...(isWell ? [] : links(status).slice(0, 1))].join(' · ');
}

function heading(status: SessionStatus): string {
  return `$(${statusIcon(status)}) **${escapeMarkdown(status.session.name)}**`;
}

function more(count: number): string {
  return count === 0 ? '' : escapeMarkdown(l10n.t('{0} more in the AWS SSO view', count));
}

function links({ session, renewable, state }: SessionStatus): readonly string[] {
  const link = (title: string, command: string): string =>
    commandLink(title, command, { sessionId: session.id });
  return [
    ...(renewable ? [link(sessionActionTitle('refresh'), 'ssoSession.refresh')] : []),
    ...(state === 'misconfigured' ? [] : [link(sessionActionTitle('signIn'), 'ssoSession.signIn')]),
    link(sessionActionTitle('openConfig'), 'ssoSession.openConfig'),
  ];
}
