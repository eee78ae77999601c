// Questions one after the other at the top of the window, with a way back to each.
import {
  type InputBox,
  InputBoxValidationSeverity,
  QuickInputButtons,
  type QuickPick,
  type QuickPickItem,
  window,
} from 'vscode';

/** Where a question stands among the others. */
export interface Place {
  readonly title: string;
  /** 1-based; absent where there is one question only */
  readonly step?: number;
  readonly totalSteps?: number;
  readonly hasBack: boolean;
}

/** `said` is there also when somebody went back. */
export interface Answer<T> {
  readonly go: 'on' | 'back' | 'away';
  readonly said: T;
}

/** Asks for a part of what is to be known. */
export type Question<T> = (known: T, place: Place) => Promise<Answer<Partial<T>>>;

/** Asks in turn, and keeps what was said when somebody goes back. Undefined when they leave. */
export async function askInTurn<T extends object>(
  title: string,
  known: T,
  questions: readonly Question<T>[],
): Promise<T | undefined> {
  let all = known;
  for (let index = 0; ;) {
    const question = questions[index];
    if (question === undefined) return all;
    const place = { title, step: index + 1, totalSteps: questions.length, hasBack: index > 0 };
    const { go, said } = await question(all, place);
    if (go === 'away') return undefined;
    all = { ...all, ...said };
    index += go === 'on' ? 1 : -1;
  }
}

export interface Remark {
  readonly severity: 'error' | 'warning' | 'info';
  readonly sentence: string;
}

interface TextQuestion {
  readonly value: string;
  readonly prompt: string;
  readonly placeholder: string;
  /** Of what is typed so far. An error keeps from going on. */
  readonly remarkOn: (typed: string) => Remark | undefined;
  /** Said only to whoever wants to go on without a word. */
  readonly whenEmpty: string;
}

/** Blanks around the answer do not count. */
export async function askText(question: TextQuestion, place: Place): Promise<Answer<string>> {
  const { value, prompt, placeholder, remarkOn, whenEmpty } = question;
  const box = window.createInputBox();
  Object.assign(box, { value, prompt, placeholder });
  const typed = (): string => box.value.trim();
  const show = (remark: Remark | undefined): void => {
    box.validationMessage = remark && {
      message: remark.sentence,
      severity: severities[remark.severity],
    };
  };
  const remark = (): Remark | undefined => (typed() === '' ? undefined : remarkOn(typed()));
  show(remark());
  box.onDidChangeValue(() => show(remark()));
  return ask(box, place, typed, () => {
    const empty = { severity: 'error', sentence: whenEmpty } as const;
    const found = typed() === '' ? empty : remark();
    show(found);
    return found?.severity !== 'error';
  });
}

const severities = {
  error: InputBoxValidationSeverity.Error,
  warning: InputBoxValidationSeverity.Warning,
  info: InputBoxValidationSeverity.Info,
};

/** Shows a box until it is answered, left, or gone back from. */
export async function ask<A>(
  box: InputBox | QuickPick<QuickPickItem>,
  { title, step, totalSteps, hasBack }: Place,
  answer: () => A,
  mayGoOn: () => boolean = () => true,
): Promise<Answer<A>> {
  // Else it would be gone when people look something up, in a browser or an editor.
  Object.assign(box, { title, step, totalSteps, ignoreFocusOut: true });
  if (hasBack) box.buttons = [QuickInputButtons.Back];
  let said: A = answer();
  const go = await new Promise<Answer<A>['go']>((resolve) => {
    const end = (way: Answer<A>['go']): void => {
      said = answer();
      resolve(way);
    };
    box.onDidAccept(() => mayGoOn() && end('on'));
    box.onDidTriggerButton((button) => button === QuickInputButtons.Back && end('back'));
    box.onDidHide(() => end('away'));
    box.show();
  });
  box.dispose();
  return { go, said };
}
