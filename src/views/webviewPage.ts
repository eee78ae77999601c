// The shell of every page drawn in an editor tab: it loads nothing, runs one script, wears the theme.
import { env } from 'vscode';

interface WebviewPage {
  readonly title: string;
  /** HTML: whatever comes from a file or the service went through `escapeHtml`. */
  readonly body: string;
  readonly style: string;
  /** Fixed text: what it works on stands in the body. It has `vscode`, and `ready` is said after it. */
  readonly script: string;
}

export function webviewPage({ title, body, style, script }: WebviewPage): string {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="${escapeHtml(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">${sharedStyle}${style}</style>
</head>
<body>${body}<script nonce="${nonce}">
const vscode = acquireVsCodeApi();
${script}
vscode.postMessage('ready');
</script></body>
</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const sharedStyle = `
body { margin: 0; padding: 0; color: var(--vscode-foreground);
  font: var(--vscode-font-size)/1.5 var(--vscode-font-family) }
h1 { margin: 0; font-size: 1.6em; font-weight: 600; line-height: 1.25; overflow-wrap: anywhere }
p { margin: 0 }
button { padding: .4em 1em; border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px;
  font: inherit; line-height: 1.4; cursor: pointer;
  color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground) }
button:hover { background: var(--vscode-button-secondaryHoverBackground) }
button.primary { color: var(--vscode-button-foreground); background: var(--vscode-button-background) }
button.primary:hover { background: var(--vscode-button-hoverBackground) }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px }
button:disabled { opacity: .5; cursor: default }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; user-select: none }
`;
