// What the tests share: the two servers, clients, people, and the mailbox.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@supabase/supabase-js';
import { data } from '../../answers.mjs';
import { printedKey } from '../../servers.mjs';

export { claims, data, refused } from '../../answers.mjs';

/** Set by run.mjs; the first needs confirmed addresses, the second does not. */
export const confirming = server('CONFIRMING');
export const quick = server('QUICK');

function server(name) {
  const keys = process.env[`${name}_KEYS`];
  return {
    url: process.env[`${name}_URL`],
    adminUrl: process.env[`${name}_ADMIN_URL`],
    anonKey: printedKey(keys, 'anon'),
    serviceKey: printedKey(keys, 'service_role'),
    secret: printedKey(keys, 'jwt_secret'),
    publishableKey: printedKey(keys, 'publishable'),
    secretKey: printedKey(keys, 'secret'),
  };
}

/** A supabase-js client as a page or server makes it, which keeps its session in memory. */
export function client(at, { key = at.anonKey, ...auth } = {}) {
  return createClient(at.url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false, ...auth },
    // Not used here; before Node 22 the client insists on one.
    realtime: { transport: globalThis.WebSocket ?? class {} },
  });
}

/** The client of a server of one's own, with the key that may do everything. */
export function admin(at, key = at.serviceKey) {
  return client(at, { key });
}

export const PASSWORD = 'correct horse battery';

/** An address that nobody has yet. */
export function newAddress(name = 'ann') {
  return `${name}-${randomBytes(6).toString('hex')}@example.com`;
}

/** A number that nobody has yet; no message can be sent to it. */
export function newNumber() {
  return `49155${String(randomBytes(6).readUIntBE(0, 6)).padStart(8, '0').slice(-8)}`;
}

/** Somebody who has confirmed their address, with a client that is signed in. */
export async function person(at, { name = 'ann', auth = {}, password = PASSWORD } = {}) {
  const email = newAddress(name);
  const user = (await data(admin(at).auth.admin.createUser({
    email, password, email_confirm: true, user_metadata: { name },
  }))).user;
  const own = client(at, auth);
  const { session } = await data(own.auth.signInWithPassword({ email, password }));
  return { id: user.id, email, password, client: own, session };
}

/** The mails to an address, the last one first; waits until there are so many. */
export async function mails(at, address, count = 1) {
  const query = encodeURIComponent(`to:"${address}"`);
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${at.adminUrl}/mailbox/api/v1/search?query=${query}`);
    const { messages } = await answer.json();
    if (messages.length >= count || tries === 50) {
      assert.ok(messages.length >= count, `${messages.length} of ${count} mails to ${address}`);
      return Promise.all(messages.map((message) => mail(at, message)));
    }
    await sleep(100);
  }
}

async function mail(at, { ID, Subject }) {
  const { Text, HTML } = await (await fetch(`${at.adminUrl}/mailbox/api/v1/message/${ID}`)).json();
  const link = /href="([^"]*\/verify\?[^"]*)"/.exec(HTML)?.[1].replaceAll('&amp;', '&');
  return {
    subject: Subject,
    text: Text,
    link,
    code: /\b(\d{6})\b/.exec(Text)?.[1],
    hash: link && new URL(link).searchParams.get('token'),
  };
}

export async function lastMail(at, address, count = 1) {
  return (await mails(at, address, count))[0];
}

/** Follows a link of a mail as a browser does, one step: where it leads, and what it brings. */
export async function follow(link) {
  const answer = await fetch(link, { redirect: 'manual' });
  assert.equal(answer.status, 303, await answer.text());
  const target = new URL(answer.headers.get('location'));
  return {
    url: target,
    query: Object.fromEntries(target.searchParams),
    fragment: Object.fromEntries(new URLSearchParams(target.hash.slice(1))),
  };
}
