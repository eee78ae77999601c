// Text as lines that, joined again, are the very same text.

export interface TextLine {
  readonly text: string;
  /** `\n`, `\r\n` or `\r`, as Python's universal newlines; '' at the end of the text */
  readonly lineBreak: string;
}

/** At least one line; an empty one at the end where the text ends with a line break. */
export function textLines(source: string): readonly TextLine[] {
  const parts = source.split(/(\r\n?|\n)/);
  const lines: TextLine[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    lines.push({ text: parts[i] ?? '', lineBreak: parts[i + 1] ?? '' });
  }
  return lines;
}

export function joinLines(lines: readonly TextLine[]): string {
  return lines.map(({ text, lineBreak }) => text + lineBreak).join('');
}
