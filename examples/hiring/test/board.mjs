// The running board that the tests share: where it is, who its people are, and tokens for them.

import { createHmac } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import { printedKey } from '../../servers.mjs';

const keys = process.env.BOARD_KEYS;

/** Set by run.mjs. */
export const board = {
  url: process.env.BOARD_URL,
  adminUrl: process.env.BOARD_ADMIN_URL,
  secret: printedKey(keys, 'jwt_secret'),
  anonKey: printedKey(keys, 'anon'),
  serviceKey: printedKey(keys, 'service_role'),
};

/** People of seed.sql. */
export const people = {
  sam: '10000000-0000-4000-8000-000000000001', // owner at Stripe
  kim: '10000000-0000-4000-8000-000000000003', // owner at Netflix
  ada: '20000000-0000-4000-8000-000000000001', // applied at Stripe and Netflix
  ben: '20000000-0000-4000-8000-000000000002', // applied at Stripe
  chen: '20000000-0000-4000-8000-000000000003', // has not applied
};

/** A token as an identity provider would issue it: HS256, an hour long. */
export function token(sub, claims = {}) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { role: 'authenticated', sub, iat: now, exp: now + 3600, ...claims };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', board.secret).update(signed).digest('base64url')}`;
}

/** A supabase-js client: anonymous, or with somebody's token. */
export function client(bearer) {
  return createClient(board.url, board.anonKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    // Not used here; before Node 22 the client insists on one.
    realtime: { transport: globalThis.WebSocket ?? class {} },
    ...(bearer ? { accessToken: async () => bearer } : {}),
  });
}

/** The link of the last mail to an address. */
export async function linkOf(address) {
  const mailbox = `${board.adminUrl}/mailbox/api/v1`;
  for (let tries = 0; tries < 50; tries++) {
    const found = await fetch(`${mailbox}/search?query=${encodeURIComponent(`to:"${address}"`)}`);
    const [last] = (await found.json()).messages;
    if (last) {
      const { HTML } = await (await fetch(`${mailbox}/message/${last.ID}`)).json();
      return /href="([^"]*\/verify\?[^"]*)"/.exec(HTML)[1].replaceAll('&amp;', '&');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${address}`);
}
