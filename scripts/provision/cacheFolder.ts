// Large tools live in the user's cache, so that a second clone of the project reuses them.
import { homedir } from 'node:os';
import { join } from 'node:path';

export function cacheFolder(): string {
  return join(userCache(), 'sso-session-status');
}

function userCache(): string {
  const xdg = process.env['XDG_CACHE_HOME'];
  if (xdg !== undefined && xdg !== '') return xdg;
  if (process.platform === 'win32')
    return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  return join(homedir(), ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
}
