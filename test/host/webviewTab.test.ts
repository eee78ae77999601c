import { deepStrictEqual } from 'node:assert';
import { type Tab, window } from 'vscode';
import { WebviewTab } from '../../src/views/webviewTab.ts';
import { eventually } from './eventually.ts';

/** It never says that it is there. */
const blankPage = '<p></p>';

/** So that there is time to do something before. */
const blankMs = 2_000;

const tabs = (title: string): readonly Tab[] =>
  window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label === title);

function open(title: string) {
  const heard: unknown[] = [];
  let pages = 0;
  const content = {
    viewType: 'ssoSession.test',
    title,
    html: () => {
      pages += 1;
      return blankPage;
    },
    hear: (message: unknown) => heard.push(message),
    closed: () => heard.push('closed'),
  };
  const tab = new WebviewTab(content, blankMs);
  return { tab, heard, pages: () => pages };
}

/** By then another one that was opened before would have been opened once more. */
async function untilOneIsOpenedAnew(): Promise<void> {
  const clock = open('clock');
  await eventually(() => deepStrictEqual(clock.pages(), 2));
  clock.tab.dispose();
  await eventually(() => deepStrictEqual(tabs('clock').length, 0));
}

describe('a tab with a page', () => {
  it('is opened once more where the page stays blank, and once only', async () => {
    const { tab, heard, pages } = open('blank');
    await eventually(() => deepStrictEqual([pages(), tabs('blank').length], [2, 1]));
    await untilOneIsOpenedAnew();
    deepStrictEqual([pages(), tabs('blank').length, heard], [2, 1, []]);
    tab.dispose();
    await eventually(() => deepStrictEqual(tabs('blank').length, 0));
  });

  it('is not opened once more when it was closed meanwhile, and says so once', async () => {
    const { heard, pages } = open('closed');
    await eventually(() => deepStrictEqual(tabs('closed').length, 1));
    await window.tabGroups.close(tabs('closed'));
    await eventually(() => deepStrictEqual(heard, ['closed']));
    await untilOneIsOpenedAnew();
    deepStrictEqual([pages(), heard], [1, ['closed']]);
  });

  it('is gone for good, without a word, when it is not needed any more', async () => {
    const { tab, heard, pages } = open('over');
    tab.dispose();
    await untilOneIsOpenedAnew();
    deepStrictEqual([pages(), tabs('over').length, heard], [1, 0, []]);
  });
});
