// The pages of the stand-in, for a person and for a test that clicks. All links are relative: an
// editor in a browser shows them under a path of its own.

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: Canvas; color: CanvasText; }
header { padding: .5rem 1.5rem; background: #5b3f00; color: #fff; font-size: .875rem; }
main { max-width: 34rem; margin: 4rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
dl { margin: 1.5rem 0; } dt { font-size: .875rem; opacity: .8; } dd { margin: 0 0 1rem; overflow-wrap: anywhere; }
.code { font: 600 2rem/1.2 ui-monospace, monospace; letter-spacing: .1em; }
form { display: flex; gap: .75rem; flex-wrap: wrap; align-items: end; }
label { display: block; flex-basis: 100%; }
input { font: inherit; padding: .5rem; width: 12rem; text-transform: uppercase; }
button { font: inherit; padding: .6rem 1.5rem; border: 1px solid #0b5cad; border-radius: .375rem; background: transparent; color: inherit; cursor: pointer; }
button.main { background: #0b5cad; color: #fff; }
:focus-visible { outline: 3px solid #d97700; outline-offset: 2px; }
`;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – local Identity Center</title>
<style>${style}</style>
</head>
<body>
<header role="note">This is a local stand-in for AWS IAM Identity Center, for trials and tests. It is not AWS, and it asks for no password.</header>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

const decisionForm = (action: string, name: string, value: string) => `
<form method="post" action="${action}">
<input type="hidden" name="${name}" value="${escaped(value)}">
<button class="main" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`;

const facts = (entries: readonly (readonly [string, string])[]) =>
  `<dl>${entries.map(([term, html]) => `<dt>${escaped(term)}</dt><dd>${html}</dd>`).join('\n')}</dl>`;

const organisationFacts = (organisation: string, startUrl: string, clientName: string) =>
  [
    ['Organisation', `<strong>${escaped(organisation)}</strong>`],
    ['Start URL', escaped(startUrl)],
    ['Application', escaped(clientName)],
  ] as const;

export const codeEntryPage = (unknownCode: boolean) =>
  page(
    'Enter your code',
    `${unknownCode ? '<p role="alert">No sign-in is waiting for this code. It may have expired, or been answered already.</p>' : ''}
<form method="get" action="device">
<label for="user_code">The code that your application shows</label>
<input id="user_code" name="user_code" autocomplete="off" spellcheck="false" required autofocus>
<button class="main">Continue</button>
</form>`,
  );

export const deviceDecisionPage = (shown: {
  readonly organisation: string;
  readonly startUrl: string;
  readonly clientName: string;
  readonly userCode: string;
}) =>
  page(
    `Sign in to ${shown.organisation}`,
    `<p>An application asks to sign in as you. Allow it only if it shows the same code.</p>
${facts([
  ['Code', `<span class="code" data-user-code>${escaped(shown.userCode)}</span>`],
  ...organisationFacts(shown.organisation, shown.startUrl, shown.clientName),
])}
${decisionForm('device', 'user_code', shown.userCode)}`,
  );

export const authorizeDecisionPage = (shown: {
  readonly organisation: string;
  readonly startUrl: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly request: string;
}) =>
  page(
    `Sign in to ${shown.organisation}`,
    `<p>An application on this computer asks to sign in as you.</p>
${facts([
  ...organisationFacts(shown.organisation, shown.startUrl, shown.clientName),
  ['It asks for', escaped(shown.scopes.join(', ') || 'nothing in particular')],
])}
${decisionForm('authorize', 'request', shown.request)}`,
  );

export const decidedPage = (decision: 'allow' | 'deny') =>
  decision === 'allow'
    ? page(
        'Request approved',
        '<p role="status">You can close this page and go back to your application.</p>',
      )
    : page(
        'Request denied',
        '<p role="status">The application was not signed in. You can close this page.</p>',
      );

export const refusalPage = (reason: string) =>
  page('This request cannot be served', `<p role="alert">${escaped(reason)}</p>`);
