// The texts of package.json: each is a `%key%` that package.nls.json spells out.

/** What a person reads, wherever it stands. */
const readByPeople = new Set([
  ...['title', 'shortTitle', 'category', 'name', 'contextualTitle', 'contents', 'altText'],
  ...['description', 'markdownDescription', 'enumDescriptions', 'markdownEnumDescriptions'],
  ...['enumItemLabels', 'deprecationMessage', 'markdownDeprecationMessage', 'placeholder'],
  ...['displayName', 'patternErrorMessage', 'errorMessage'],
]);

/** Each key once. */
export function manifestKeys(manifest: unknown): readonly string[] {
  const keys = textsOf(manifest).flatMap(([, text]) => /^%(.+)%$/.exec(text)?.[1] ?? []);
  return [...new Set(keys)];
}

/** Path and text of each one that stands in package.json itself. */
export function untranslatable(manifest: object): readonly string[] {
  const { displayName, description, capabilities, contributes } = manifest as Record<
    string,
    unknown
  >;
  return textsOf({ displayName, description, capabilities, contributes })
    .filter(([path, text]) => isReadByPeople(path) && !/^%.+%$/.test(text))
    .map(([path, text]) => `${path.join('.')}: ${text}`);
}

type Found = readonly [path: readonly string[], text: string];

function textsOf(value: unknown, path: readonly string[] = []): readonly Found[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsOf(each, [...path, key]));
}

/** By its property, or that of the list it is in. */
function isReadByPeople(path: readonly string[]): boolean {
  const [last = '', list = ''] = path.toReversed();
  return readByPeople.has(/^\d+$/.test(last) ? list : last);
}
