import { describe, expect, test } from 'vitest';
import { flowFor } from '../../src/core/signInPlace.ts';

const places = {
  'a desktop, on this machine': { remoteName: undefined, isInBrowser: false },
  'a desktop, over SSH': { remoteName: 'ssh-remote', isInBrowser: false },
  'a desktop, in WSL': { remoteName: 'wsl', isInBrowser: false },
  'a page of a server': { remoteName: 'code.example:8080', isInBrowser: true },
  'a page, and nothing else': { remoteName: undefined, isInBrowser: true },
};

describe.each(Object.entries(places))('%s', (name, place) => {
  const flow = name === 'a desktop, on this machine' ? 'browser' : 'deviceCode';
  test(`is signed in from by ${flow}, unless somebody wishes otherwise`, () => {
    const wishes = ['automatic', 'browser', 'deviceCode'] as const;
    expect(wishes.map((wish) => flowFor(wish, place))).toEqual([flow, 'browser', 'deviceCode']);
  });
});
