// What the tests share: the started project, clients, people, and what sign-in does in every project.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { claims, data, refused } from '../../answers.mjs';
import { printedKey } from '../../servers.mjs';

export { claims, data, refused } from '../../answers.mjs';

export const PASSWORD = 'correct horse battery';

/** The project that run.mjs started under this name. */
export function started(name) {
  const prefix = name.toUpperCase();
  const keys = process.env[`${prefix}_KEYS`];
  return {
    url: process.env[`${prefix}_URL`],
    anonKey: printedKey(keys, 'anon'),
    serviceKey: printedKey(keys, 'service_role'),
    publishableKey: printedKey(keys, 'publishable'),
    secretKey: printedKey(keys, 'secret'),
  };
}

/** A supabase-js client as a page makes it, which keeps its session in memory. */
export function client(at, key = at.anonKey, options = {}) {
  return createClient(at.url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    // Not used here; before Node 22 the client insists on one.
    realtime: { transport: globalThis.WebSocket ?? class {} },
    ...options,
  });
}

/** The client of a server of one's own, which no policy holds back. */
export function admin(at) {
  return client(at, at.serviceKey);
}

/** An address that nobody has yet. */
export function newAddress(name) {
  return `${name}-${randomBytes(6).toString('hex')}@example.com`;
}

/** Somebody who has just signed up, with a client that is signed in. */
export async function person(at, name = 'ann', metadata = {}) {
  const email = newAddress(name);
  const own = client(at);
  const { user, session } = await data(own.auth.signUp({ email, password: PASSWORD, options: { data: metadata } }));
  assert.ok(session, 'a sign-up gives a session where addresses need no confirmation');
  return { id: user.id, email, client: own, session };
}

/** A client that somebody has signed in with. */
export async function signedIn(at, email, password = PASSWORD) {
  const own = client(at);
  const { user, session } = await data(own.auth.signInWithPassword({ email, password }));
  return { id: user.id, email, client: own, session };
}

/** What sign-in does in every project; `made` makes somebody, whose claims a refresh keeps. */
export function sessionsWork(at, made = () => person(at)) {
  describe('a session', () => {
    it('is not to be had with a wrong password', async () => {
      const { email } = await made();
      await refused(client(at).auth.signInWithPassword({ email, password: 'wrong horse' }),
        400, 'invalid_credentials', 'Invalid login credentials');
    });

    it('keeps what its token says when it is refreshed', async () => {
      const { client: own, email } = await made();
      const { session: first } = await data(own.auth.signInWithPassword({ email, password: PASSWORD }));
      const { session: next } = await data(own.auth.refreshSession());
      assert.notEqual(next.refresh_token, first.refresh_token);
      assert.deepEqual(lasting(next.access_token), lasting(first.access_token));
    });

    it('ends when its person signs out', async () => {
      const { client: own, session } = await made();
      assert.equal((await own.auth.signOut()).error, null);
      assert.equal((await own.auth.getSession()).data.session, null);
      await refused(client(at).auth.refreshSession(session), 400, 'refresh_token_not_found');
    });
  });
}

/** What a token says, without its times. */
function lasting(token) {
  const { iat, exp, ...said } = claims(token);
  return said;
}
