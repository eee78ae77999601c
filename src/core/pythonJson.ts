export type PythonValue =
  string | null | readonly PythonValue[] | { readonly [key: string]: PythonValue };

/** Python's `json.dumps`, byte for byte: the AWS CLI names files after it, and writes its tokens with it. */
export function pythonJson(value: PythonValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return inAscii(JSON.stringify(value));
  if (isList(value)) return `[${value.map(pythonJson).join(', ')}]`;
  const entries = Object.entries(value).map(([key, entry]) => [key, entry].map(pythonJson));
  return `{${entries.map((entry) => entry.join(': ')).join(', ')}}`;
}

/** JSON with all but ASCII escaped, as Python writes it. */
export function inAscii(text: string): string {
  return text.replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `Array.isArray` does not see readonly arrays. */
function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}
