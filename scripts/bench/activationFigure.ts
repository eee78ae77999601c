// Activation and heap, beside an extension that does nothing, in the oldest and the newest VS Code.
import { vsCodeVersions, type VsCodeAge } from '../provision/vsCodeVersions.ts';
import { runInExtensionHost, vsCodeAges } from './extensionHost.ts';
import { benchHome } from './homes.ts';
import type { ActivationResult } from './host/activation.ts';
import { emptyPackage, type ExtensionPackage, ourPackage } from './packages.ts';
import type { Figure, InVsCode } from './result.ts';
import { median, type Spread, spreadOf } from './statistics.ts';

/** In a VS Code that has just started. */
export async function activateOnce(
  age: VsCodeAge,
  extension: ExtensionPackage,
  sessions: number,
): Promise<ActivationResult> {
  const home = await benchHome({ sessions });
  const input = { id: extension.id };
  const run = { age, program: 'activation', extension, home: home.path, input };
  try {
    return (await runInExtensionHost(run)) as ActivationResult;
  } finally {
    await home.remove();
  }
}

export const activationFigure: Figure = async ({ quick, progress }) => {
  const rounds = quick ? 2 : 9;
  const [extension, nothing] = [ourPackage(), emptyPackage()];
  const vscode: Record<string, InVsCode> = {};
  const spread: Record<string, Spread> = {};
  for (const age of vsCodeAges) {
    const { vsCode } = vsCodeVersions[age];
    const ours: ActivationResult[] = [];
    const theirs: ActivationResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = async (): Promise<unknown> => ours.push(await activateOnce(age, extension, 3));
      const other = async (): Promise<unknown> => theirs.push(await activateOnce(age, nothing, 3));
      // Each goes first in every other round, before the files of VS Code are at hand.
      for (const activate of round % 2 === 0 ? [one, other] : [other, one]) await activate();
      progress(`${round + 1} of ${rounds} rounds, VS Code ${vsCode}`);
    }
    const samples = {
      activation: ours.map(({ activationMs }) => activationMs),
      'activation of nothing': theirs.map(({ activationMs }) => activationMs),
      heap: ours.map(({ heapMB }) => heapMB),
      'heap of nothing': theirs.map(({ heapMB }) => heapMB),
    };
    vscode[vsCode] = {
      activationMs: median(samples.activation),
      baselineActivationMs: median(samples['activation of nothing']),
      heapMB: median(samples.heap),
      baselineHeapMB: median(samples['heap of nothing']),
    };
    for (const [name, all] of Object.entries(samples))
      spread[`${name}, VS Code ${vsCode}`] = spreadOf(all);
  }
  return { result: { vscode }, spread };
};
