/** A name from a file must not turn into an icon or a link where VS Code draws `$(x)` and `[x](y)`. */
export function plain(name: string): string {
  return name.replace(/([$\]])\(/g, '$1\u200B(');
}

/** Of several sessions, in one line. */
export function plainNames(sessions: readonly { readonly name: string }[]): string {
  return sessions.map(({ name }) => plain(name)).join(', ');
}
