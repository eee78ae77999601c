/** What turns the reading direction: with it, a name could make what stands beside it read otherwise. */
const directions = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** A name from a file where VS Code draws nothing but text. */
export function withoutDirections(text: string): string {
  return text.replace(directions, '');
}

/** A name from a file must not turn into an icon or a link where VS Code draws `$(x)` and `[x](y)`. */
export function plain(name: string): string {
  return withoutDirections(name).replace(/([$\]])\(/g, '$1\u200B(');
}

/** Where room is little: the first characters of a long name, as people count them. */
export function shortened(name: string, most = 24): string {
  const characters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return characters.length <= most ? name : `${characters.slice(0, most - 1).join('')}…`;
}

/** Of several sessions, in one line. */
export function plainNames(sessions: readonly { readonly name: string }[]): string {
  return sessions.map(({ name }) => plain(name)).join(', ');
}
