// What a person types or pastes for a new session, as it goes into the AWS config.
import { strip } from './pythonText.ts';
import { urlTrouble } from './urlTrouble.ts';

type StartUrlInput =
  { readonly url: string } | { readonly trouble: 'empty' | 'invalid' | 'insecure' };

/**
 * Takes what is copied from a mail or from the address bar of a portal that is open: blanks, quotes and
 * brackets around it, no scheme, and behind `/start` the page that is shown.
 */
export function readStartUrl(typed: string): StartUrlInput {
  const bare = withoutQuotes(strip(typed));
  if (bare === '') return { trouble: 'empty' };
  const isHost = /^[\w-]+(\.[\w-]+)+(:\d+)?([/?#]|$)/.test(bare);
  const [page = ''] = (isHost ? `https://${bare}` : bare).split(/[?#]/);
  const url = withoutQuotes(strip(page));
  const trouble = /\s/.test(url) ? 'invalid' : urlTrouble(url);
  if (trouble !== undefined) return { trouble };
  const portal = /^(https:\/\/[\w.-]+\.awsapps\.com)(?:\/start)?\/?$/i.exec(url);
  return { url: portal ? `${portal[1] ?? ''}/start` : url };
}

/** By hand: a pattern for the end of a text is tried at each place that could begin it. */
function withoutQuotes(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && `<"'\`(`.includes(text.charAt(from))) from++;
  while (from < to && `>"'\`),;`.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Separated by commas or blanks. Undefined where one is no scope (RFC 6749 §3.3); commas end one here. */
export function readScopes(typed: string): readonly string[] | undefined {
  const scopes = typed.split(/[\s,]+/).filter((scope) => scope !== '');
  const areScopes = scopes.every((scope) => /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/.test(scope));
  return areScopes && scopes.length > 0 ? [...new Set(scopes)] : undefined;
}
