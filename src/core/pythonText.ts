// Blanks and line breaks as Python sees them: the AWS CLI's parser is Python's, and JavaScript's
// trim() takes a byte order mark for a blank and a few control characters for none.

/** Python's `str.isspace` of one UTF-16 unit; every such character fits in one. */
export function isBlank(unit: number): boolean {
  if (unit < 0x80) {
    return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f);
  }
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** Python's `str.strip`. */
export function strip(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (from < to && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Python's `str.splitlines`, which also breaks at form feeds and Unicode separators. */
export function splitLines(text: string): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const breaks =
      (unit >= 0x0a && unit <= 0x0d) ||
      (unit >= 0x1c && unit <= 0x1e) ||
      unit === 0x85 ||
      unit === 0x2028 ||
      unit === 0x2029;
    if (!breaks) continue;
    lines.push(text.slice(start, i));
    start = i + 1;
  }
  lines.push(text.slice(start));
  return lines;
}
