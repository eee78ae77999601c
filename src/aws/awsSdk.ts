// The door to everything that acts: the AWS SDK, locks and writing. A bundle of its own
// (dist/awsSdk.cjs), loaded by the first thing that needs it, because showing needs none of it and it
// is several times the size of all the rest.
export { addProfiles, addSession, applyMigration, readConfigTexts } from './changeConfig.ts';
export { listRoles } from './listRoles.ts';
export { qrCode } from './qrCode.ts';
export { readConfig } from './readSnapshot.ts';
export { refresh } from './refresh.ts';
export { signIn } from './signIn.ts';
export { signOut } from './signOut.ts';
export { recordMuted, recordSnooze } from './silences.ts';
export { claimNotice, noteSightings } from './stateFile.ts';
export { writeKeptTokens } from './unwrittenTokens.ts';
