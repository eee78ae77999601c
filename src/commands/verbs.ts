// The door to what commands do: a bundle of its own (dist/verbs.cjs), loaded by the first command, because
// showing needs none of it.
export { addProfiles, addSession, decideOnMigration, migrateSession } from './configVerbs.ts';
export { openConfig } from './openConfig.ts';
export { pinSession, unpinSession } from './pinSession.ts';
export { refreshAllSessions, refreshSession } from './refreshSession.ts';
export { muteSessions, snoozeSessions, unmuteSessions } from './silenceSession.ts';
export { copySignInLink, signIn, signInWithCode } from './signIn.ts';
export { showSessions } from './showSessions.ts';
export { signOutAllSessions, signOutSession } from './signOut.ts';
