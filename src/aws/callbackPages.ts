// What the browser shows when it comes back. Each page stands alone: no script, nothing to load, and
// nothing of what was sent.
import { createHash } from 'node:crypto';

export type CallbackPage = 'done' | 'notSignedIn' | 'notForThis';

/** In the person's language. */
export interface CallbackTexts extends Readonly<
  Record<CallbackPage, readonly [heading: string, text: string]>
> {
  /** As BCP 47 names it. */
  readonly language: string;
  readonly closeTab: string;
}

export const englishCallbackTexts: CallbackTexts = {
  language: 'en',
  done: ['Almost there', 'Your editor completes the sign-in.'],
  notSignedIn: ['Not signed in', 'Your editor says what happened and what to do.'],
  notForThis: ['Nothing here', 'This address only takes the end of a sign-in.'],
  closeTab: 'You can close this tab.',
};

const style = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --quiet: #57606a }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #181818; --quiet: #9da7b1 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; text-align: center;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
main { padding: 2rem }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; font-weight: 600 }
p { margin: 0; color: var(--quiet) }
p + p { margin-top: 1.5rem; color: var(--ink) }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

export const callbackPageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  // The address of the page holds the code.
  'Referrer-Policy': 'no-referrer',
} as const;

export function callbackPage(page: CallbackPage, texts: CallbackTexts): string {
  const [heading, text] = texts[page].map(escapeHtml);
  return `<!doctype html>
<html lang="${escapeHtml(texts.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${heading}</title>
<style>${style}</style>
</head>
<body><main><h1>${heading}</h1><p>${text}</p><p>${escapeHtml(texts.closeTab)}</p></main></body>
</html>
`;
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
