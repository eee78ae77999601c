// Reading many elements in one round trip: what a page shows must not change between two reads.
import type { Locator } from 'playwright-core';

export interface ElementFacts {
  readonly text: string;
  readonly classes: string;
  readonly ariaLabel: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of the codicons inside, without the prefix; `modifier-spin` when one turns. */
  readonly icons: readonly string[];
  /** For every asked selector, the texts of what it matches inside. */
  readonly inside: Readonly<Record<string, readonly string[]>>;
  /** Likewise, their aria-labels. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

/** The part of the DOM used here; the project is compiled for Node, without the DOM's types. */
interface DomElement {
  readonly textContent: string | null;
  readonly className: string;
  getAttribute(name: string): string | null;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  querySelectorAll(selector: string): Iterable<DomElement>;
}

export async function readAll(
  locator: Locator,
  selectors: readonly string[] = [],
): Promise<readonly ElementFacts[]> {
  // Sent to the page as text, so everything is inside, and no function has a name: the transpiler
  // would wrap a named one in a helper that the page does not have.
  const facts = await locator.evaluateAll(
    (elements: readonly unknown[], wanted: readonly string[]) =>
      (elements as readonly DomElement[]).map((element) => ({
        text: element.textContent ?? '',
        classes: element.className,
        ariaLabel: element.getAttribute('aria-label') ?? '',
        attributes: Object.fromEntries([...element.attributes].map((a) => [a.name, a.value])),
        icons: [...element.querySelectorAll('.codicon:not(.action-label)')].flatMap(
          ({ className }) => className.split(' ').filter((name) => name.startsWith('codicon-')),
        ),
        inside: wanted.map((selector) =>
          [...element.querySelectorAll(selector)].map((found) => [
            found.textContent ?? '',
            found.getAttribute('aria-label') ?? '',
          ]),
        ),
      })),
    selectors,
  );
  return facts.map(({ inside, ...fact }) => ({
    ...fact,
    text: clean(fact.text),
    icons: fact.icons
      .map((name) => name.slice('codicon-'.length))
      .filter((name) => name !== 'colored'),
    inside: bySelector(selectors, inside, 0),
    labels: bySelector(selectors, inside, 1),
  }));
}

const clean = (text: string): string => text.replace(/[\s\u00a0]+/g, ' ').trim();

function bySelector(
  selectors: readonly string[],
  inside: readonly (readonly (readonly string[])[])[],
  column: 0 | 1,
): Record<string, readonly string[]> {
  const entries = selectors.map((selector, index) => {
    const texts = (inside[index] ?? []).map((found) => clean(found[column] ?? ''));
    return [selector, texts.filter((text) => text !== '')] as const;
  });
  return Object.fromEntries(entries);
}

export function exactly(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ +/g, '\\s+');
  return new RegExp(`^\\s*${escaped}\\s*$`);
}

export const asPattern = (text: string | RegExp): RegExp =>
  typeof text === 'string' ? exactly(text) : text;
