// When somebody comes back to a window.

interface WindowState {
  readonly focused: boolean;
  /** Somebody has done something there within the last minute. */
  readonly active: boolean;
}

/**
 * A listener to the states of a window. Leaving it is no return: VS Code also tells when nobody has typed
 * for a minute in a window with the focus.
 */
export function onReturn(state: WindowState, welcome: () => void): (state: WindowState) => void {
  let last = state;
  return (next) => {
    if ((next.focused && !last.focused) || (next.active && !last.active)) welcome();
    last = next;
  };
}
