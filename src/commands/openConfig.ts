// Open AWS Config, at the line that matters.
import { type TextDocumentShowOptions, Range, Uri, window, workspace } from 'vscode';
import type { AwsPaths } from '../aws/paths.ts';
import type { ConfigFileKind } from '../core/configProblem.ts';
import type { SessionMonitor } from '../sessionMonitor.ts';
import { sessionIdIn } from './sessionArgument.ts';

interface Place {
  readonly file: ConfigFileKind;
  /** 1-based */
  readonly line: number;
}

export async function openConfig(
  monitor: SessionMonitor,
  paths: AwsPaths,
  argument: unknown,
): Promise<void> {
  const place = placeIn(argument) ?? sessionPlace(monitor, sessionIdIn(argument));
  const file = Uri.file(paths[place?.file ?? 'config']);
  if (!(await exists(file))) {
    // Saved, it becomes the file that was missing.
    await window.showTextDocument(file.with({ scheme: 'untitled' }));
    return;
  }
  const options: TextDocumentShowOptions =
    place === undefined ? {} : { selection: new Range(place.line - 1, 0, place.line - 1, 0) };
  await window.showTextDocument(file, options);
}

function placeIn(argument: unknown): Place | undefined {
  const { place } = (argument ?? {}) as { place?: Partial<Place> };
  if (!Number.isInteger(place?.line)) return undefined;
  const line = Math.max(1, place?.line ?? 1);
  return { file: place?.file === 'credentials' ? 'credentials' : 'config', line };
}

function sessionPlace(monitor: SessionMonitor, sessionId: string | undefined): Place | undefined {
  const sessions = monitor.overview?.sessions ?? [];
  const session = sessions.find((status) => status.session.id === sessionId)?.session;
  return session && { file: session.file, line: session.line };
}

async function exists(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
