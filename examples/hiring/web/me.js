// What the board knows of who is signed in: their profile as a candidate, their companies as a member.

import { readMe } from './api.js';
import { session } from './session.js';

let known = null;

/** { profile, companies } of the caller; null for nobody. Read once for each person. */
export async function me() {
  const id = session.userId;
  if (id === null) return null;
  if (known?.id !== id) known = { id, ...(await readMe()) };
  return known;
}

/** After something of it changed. */
export function forget() {
  known = null;
}
