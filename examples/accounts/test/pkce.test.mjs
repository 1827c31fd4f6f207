// The flow of pages that are rendered by a server: links bring a code, which only the client that asked can use.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  claims, client, confirming, data, follow, lastMail, newAddress, PASSWORD, person, refused,
} from './accounts.mjs';

const pkce = { flowType: 'pkce' };

/** Follows the link of the last mail and exchanges the code that it brings. */
async function arrive(own, email, count = 1) {
  const { query, fragment } = await follow((await lastMail(confirming, email, count)).link);
  assert.ok(query.code, JSON.stringify({ query, fragment }));
  assert.equal(fragment.access_token, undefined);
  return data(own.auth.exchangeCodeForSession(query.code));
}

describe('with PKCE', () => {
  it('a sign-up is confirmed', async () => {
    const own = client(confirming, pkce);
    const email = newAddress();
    await data(own.auth.signUp({
      email, password: PASSWORD, options: { emailRedirectTo: 'https://app.example.com/cb?next=%2Fhome' },
    }));
    const { url, query } = await follow((await lastMail(confirming, email)).link);
    assert.equal(url.host, 'app.example.com');
    assert.equal(query.next, '/home');
    const { user, session } = await data(own.auth.exchangeCodeForSession(query.code));
    assert.equal(user.email, email);
    assert.ok(claims(session.access_token).amr[0].method);
  });

  it('a link signs somebody in', async () => {
    const { id, email } = await person(confirming);
    const own = client(confirming, pkce);
    await data(own.auth.signInWithOtp({ email }));
    assert.equal((await arrive(own, email)).user.id, id);
    assert.equal((await data(own.auth.getUser())).user.id, id);
  });

  it('the code of the mail works, too', async () => {
    const { id, email } = await person(confirming);
    const own = client(confirming, pkce);
    await data(own.auth.signInWithOtp({ email }));
    const { user } = await data(own.auth.verifyOtp({
      email, token: (await lastMail(confirming, email)).code, type: 'email',
    }));
    assert.equal(user.id, id);
  });

  it('a new password is set, and the page is told what it is about', async () => {
    const { email } = await person(confirming);
    const own = client(confirming, pkce);
    const events = [];
    own.auth.onAuthStateChange((event) => events.push(event));
    await data(own.auth.resetPasswordForEmail(email));
    await arrive(own, email);
    await data(own.auth.updateUser({ password: 'another password' }));
    assert.ok(events.includes('PASSWORD_RECOVERY'), events.join());
  });

  it('an address changes', async () => {
    const { email, client: own } = await person(confirming, { auth: pkce });
    const next = newAddress('next');
    await data(own.auth.updateUser({ email: next }));
    const half = await follow((await lastMail(confirming, email)).link);
    assert.equal(half.query.code, undefined);
    assert.equal((await arrive(own, next)).user.email, next);
  });

  it('a code is worth nothing to others', async () => {
    const { email } = await person(confirming);
    const own = client(confirming, pkce);
    await data(own.auth.signInWithOtp({ email }));
    const { query } = await follow((await lastMail(confirming, email)).link);
    const thief = client(confirming, pkce);
    await data(thief.auth.signInWithOtp({ email: newAddress('thief') })); // makes a verifier of its own
    await refused(thief.auth.exchangeCodeForSession(query.code), 400, 'bad_code_verifier');
  });

  it('a code is good once', async () => {
    const { email } = await person(confirming);
    const own = client(confirming, pkce);
    await data(own.auth.signInWithOtp({ email }));
    const { query } = await follow((await lastMail(confirming, email)).link);
    await data(own.auth.exchangeCodeForSession(query.code));
    await data(own.auth.signInWithOtp({ email }));
    await refused(own.auth.exchangeCodeForSession(query.code), 404, 'flow_state_not_found');
  });

  it('the page is told in its query when a link is good no more', async () => {
    const { email } = await person(confirming);
    const own = client(confirming, pkce);
    await data(own.auth.signInWithOtp({ email }));
    const { link } = await lastMail(confirming, email);
    await follow(link);
    const { query, fragment } = await follow(link);
    assert.equal(query.error_code, 'otp_expired');
    assert.equal(fragment.error_code, 'otp_expired');
  });
});
