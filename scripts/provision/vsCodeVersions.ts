// The two VS Codes that tests run on, and the Node under which their server half runs.

/** `oldest` is what `engines.vscode` promises; `newest` is moved forward by hand, so runs repeat. */
export const vsCodeVersions = {
  oldest: { vsCode: '1.103.2', node: 22 },
  newest: { vsCode: '1.139.1', node: 24 },
} as const;

export type VsCodeAge = keyof typeof vsCodeVersions;

export const isVsCodeAge = (text: string | undefined): text is VsCodeAge =>
  text !== undefined && Object.hasOwn(vsCodeVersions, text);

/** code-server 4.x.y is VS Code 1.x.y. */
export const codeServerVersion = (age: VsCodeAge): string =>
  vsCodeVersions[age].vsCode.replace(/^1\./, '4.');
