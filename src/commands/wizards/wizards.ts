// The door to what asks a person several things in a row: a bundle of its own (dist/wizards.cjs), loaded
// by the first command that needs it.
export { addProfiles } from './addProfiles.ts';
export { addSession } from './addSession.ts';
export { migrateSession } from './migrateSession.ts';
export { decideOnMigration } from './migrationReview.ts';
