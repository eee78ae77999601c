/** A link in Markdown, or in a notification, that runs a command. The title is ours, not from a file. */
export function commandLink(title: string, command: string, argument: unknown): string {
  return `[${title}](command:${command}?${encodeArgument(argument)})`;
}

/** Parentheses would end the link. */
function encodeArgument(argument: unknown): string {
  return encodeURIComponent(JSON.stringify([argument])).replace(
    /[()'*!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
