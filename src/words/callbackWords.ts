// What the browser shows when it comes back from a sign-in.
import { env, l10n } from 'vscode';

type HeadingAndText = readonly [string, string];

/** As `CallbackTexts` of the file's side. */
interface CallbackWords {
  readonly language: string;
  readonly done: HeadingAndText;
  readonly notSignedIn: HeadingAndText;
  readonly notForThis: HeadingAndText;
  readonly closeTab: string;
}

export function callbackWords(): CallbackWords {
  return {
    language: env.language,
    done: [l10n.t('Almost there'), l10n.t('Your editor completes the sign-in.')],
    notSignedIn: [
      l10n.t('Not signed in'),
      l10n.t('Your editor says what happened and what to do.'),
    ],
    notForThis: [l10n.t('Nothing here'), l10n.t('This address only takes the end of a sign-in.')],
    closeTab: l10n.t('You can close this tab.'),
  };
}
