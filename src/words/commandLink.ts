/**
 * A link in Markdown, or in a notification, that runs a command. The texts are ours, not from a file.
 * Without a hover, a notification shows the command's id and argument there.
 */
export function commandLink(
  title: string,
  command: string,
  argument: unknown,
  hover?: string,
): string {
  const tail = hover === undefined ? '' : ` "${hover}"`;
  return `[${title}](command:${command}?${encodeArgument(argument)}${tail})`;
}

/** Parentheses would end the link. */
function encodeArgument(argument: unknown): string {
  return encodeURIComponent(JSON.stringify([argument])).replace(
    /[()'*!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
