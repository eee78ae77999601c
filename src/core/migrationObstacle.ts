// What keeps a legacy session from being rewritten: what is wrong already, or stands elsewhere.
import type { EditRefusal } from './configEdit.ts';
import type { ConfigFile, ConfigKey, ConfigSection } from './configFile.ts';
import type { ConfigProblem } from './configProblem.ts';
import { isSsoKey } from './configWarnings.ts';
import type { ConfiguredSession, SsoProfile } from './ssoConfig.ts';

/** The sections that the AWS CLI takes the profiles from, in the order of the file. */
export function sectionsOf(
  profiles: readonly SsoProfile[],
  config: ConfigFile,
): readonly ConfigSection[] {
  return profiles
    .map(({ name }) => config.profiles.get(name))
    .filter((section) => section !== undefined)
    .sort((a, b) => a.line - b.line);
}

/** Whether the key stands in the section, and is not inherited from [DEFAULT]. */
export function isOwn({ line }: ConfigKey, section: ConfigSection): boolean {
  return line > section.line && line <= section.endLine;
}

/** The first thing that is in the way of rewriting the session's profiles in the config file. */
export function migrationObstacle(
  legacy: ConfiguredSession,
  config: ConfigFile,
  credentials: ConfigFile,
): EditRefusal | undefined {
  const [problem] = problemsInTheWay(legacy, config);
  if (problem !== undefined) return { code: 'misconfigured', problem };
  for (const { name } of legacy.profiles) {
    const above = credentials.profiles.get(name)?.keys.find((key) => isSsoKey(key.name));
    if (above !== undefined) {
      return { code: 'inCredentials', name, file: 'credentials', line: above.line };
    }
    const section = config.profiles.get(name);
    const startUrl = section?.keys.find((key) => key.name === 'sso_start_url');
    if (section !== undefined && startUrl !== undefined && !isOwn(startUrl, section)) {
      return { code: 'inherited', file: 'config', line: startUrl.line };
    }
  }
  return undefined;
}

function problemsInTheWay(
  { problems, profiles }: ConfiguredSession,
  config: ConfigFile,
): readonly ConfigProblem[] {
  const said = [...problems, ...profiles.flatMap((profile) => profile.problems)];
  const sections = sectionsOf(profiles, config);
  return [
    ...said.filter(({ code, severity }) => severity === 'error' || code === 'regionsDiffer'),
    // Lines that the AWS CLI cannot place, and sections and keys that are there twice.
    ...config.problems.filter(
      ({ code, line, subject, refusedByCli }) =>
        refusedByCli === true &&
        sections.some(
          ({ header, line: from, endLine }) =>
            (line > from && line <= endLine) || (code === 'duplicateSection' && subject === header),
        ),
    ),
  ];
}
