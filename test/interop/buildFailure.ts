// Whether a program could not be built for want of something here, or is broken.

export interface FailedBuild {
  /** The one whose version counts. */
  readonly tool: string;
  /** What it says of its version. */
  readonly version: string;
  /** What the program declares to need of it. */
  readonly needed: string;
  /** What the build printed. */
  readonly output: string;
  /** What it prints where it cannot fetch what the program is made of. */
  readonly unreachable: RegExp;
}

/** What is missing here, for the list of what was skipped; undefined when the program is broken. */
export function missingHere({
  tool,
  version,
  needed,
  output,
  unreachable,
}: FailedBuild): string | undefined {
  const [has = ''] = /\d+(\.\d+)*/.exec(version) ?? [];
  if (isOlder(has, needed)) return `${tool} is ${has}, and its program needs ${needed}`;
  const said = output.split('\n').find((line) => unreachable.test(line));
  return said && `what its program is made of cannot be fetched: ${said.trim()}`;
}

function isOlder(has: string, needed: string): boolean {
  const ours = has.split('.').map(Number);
  for (const [index, theirs] of needed.split('.').map(Number).entries()) {
    const own = ours[index] ?? 0;
    if (own !== theirs) return own < theirs;
  }
  return false;
}

const tellingLines = 20;

/** The end of what a build printed: what went wrong is there. */
export function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-tellingLines).join('\n');
}
