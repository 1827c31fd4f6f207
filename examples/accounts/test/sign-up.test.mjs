// Signing up: with an address that must be confirmed, and without.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  admin, claims, client, confirming, data, follow, lastMail, mails, newAddress, PASSWORD, quick, refused,
} from './accounts.mjs';

const anyone = client(confirming);

describe('signing up with an address that must be confirmed', () => {
  it('gives a person and no session, until the link of the mail was followed', async () => {
    const email = newAddress();
    const { user, session } = await data(client(confirming).auth.signUp({
      email: email.toUpperCase(), password: PASSWORD, options: { data: { name: 'Ann' } },
    }));
    assert.equal(session, null);
    assert.equal(user.email, email);
    assert.equal(user.role, 'authenticated');
    assert.equal(user.identities.length, 1);
    assert.ok(user.confirmation_sent_at);
    assert.equal(user.email_confirmed_at, undefined);
    assert.equal(user.user_metadata.name, 'Ann');
    await refused(anyone.auth.signInWithPassword({ email, password: PASSWORD }),
      400, 'email_not_confirmed', 'Email not confirmed');

    const { link } = await lastMail(confirming, email);
    const { url, fragment } = await follow(link);
    assert.equal(url.origin, confirming.url);
    assert.equal(fragment.type, 'signup');
    assert.equal(fragment.token_type, 'bearer');
    const own = client(confirming);
    const set = await data(own.auth.setSession(fragment));
    assert.equal(set.user.id, user.id);
    assert.ok(set.user.email_confirmed_at);
    assert.equal(set.user.user_metadata.email_verified, true);
  });

  it('takes the code of the mail in place of the link', async () => {
    const email = newAddress();
    const own = client(confirming);
    await data(own.auth.signUp({ email, password: PASSWORD }));
    const { code } = await lastMail(confirming, email);
    await refused(own.auth.verifyOtp({ email, token: code === '000000' ? '000001' : '000000', type: 'signup' }),
      403, 'otp_expired', 'Token has expired or is invalid');
    const { user, session } = await data(own.auth.verifyOtp({ email, token: code, type: 'signup' }));
    assert.ok(user.email_confirmed_at);
    assert.ok(session.access_token);
    assert.deepEqual(claims(session.access_token).amr.map((each) => each.method), ['otp']);
    await refused(own.auth.verifyOtp({ email, token: code, type: 'signup' }), 403, 'otp_expired');
  });

  it('takes the hash of the link, once', async () => {
    const email = newAddress();
    const own = client(confirming);
    await data(own.auth.signUp({ email, password: PASSWORD }));
    const { hash } = await lastMail(confirming, email);
    const { user } = await data(own.auth.verifyOtp({ token_hash: hash, type: 'email' }));
    assert.equal(user.email, email);
    await refused(own.auth.verifyOtp({ token_hash: hash, type: 'email' }),
      403, 'otp_expired', 'Email link is invalid or has expired');
  });

  it('tells the same of an address that somebody has', async () => {
    const email = newAddress();
    await data(admin(confirming).auth.admin.createUser({ email, password: PASSWORD, email_confirm: true }));
    const { user, session } = await data(anyone.auth.signUp({ email, password: PASSWORD }));
    assert.equal(session, null);
    assert.deepEqual(user.identities, []);
    assert.equal(user.email, email);
    const known = await data(admin(confirming).auth.admin.getUserById(user.id).then(({ error }) =>
      ({ data: error.code, error: null })));
    assert.equal(known, 'user_not_found');
  });

  it('sends the mail once more to who has not confirmed', async () => {
    const email = newAddress();
    const first = await data(anyone.auth.signUp({ email, password: PASSWORD }));
    const second = await data(anyone.auth.signUp({ email, password: PASSWORD }));
    assert.equal(second.user.id, first.user.id);
    const [last, before] = await mails(confirming, email, 2);
    await refused(anyone.auth.verifyOtp({ token_hash: before.hash, type: 'signup' }), 403, 'otp_expired');
    await data(client(confirming).auth.verifyOtp({ token_hash: last.hash, type: 'signup' }));
  });

  it('sends the mail once more when asked to', async () => {
    const email = newAddress();
    await data(anyone.auth.signUp({ email, password: PASSWORD }));
    await data(anyone.auth.resend({ type: 'signup', email }));
    const { code } = await lastMail(confirming, email, 2);
    await data(client(confirming).auth.verifyOtp({ email, token: code, type: 'signup' }));
    await data(anyone.auth.resend({ type: 'signup', email }));
    await data(anyone.auth.resend({ type: 'signup', email: newAddress('nobody') }));
    assert.equal((await mails(confirming, email, 2)).length, 2);
  });

  it('leads to an address that is allowed, and to the site otherwise', async () => {
    for (const [wanted, expected] of [
      ['https://app.example.com/welcome?from=mail', 'https://app.example.com/welcome?from=mail'],
      ['https://app.example.com.evil.example/', `${confirming.url}/`],
      ['https://evil.example/app.example.com/', `${confirming.url}/`],
    ]) {
      const email = newAddress();
      await data(anyone.auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo: wanted } }));
      const { url } = await follow((await lastMail(confirming, email)).link);
      url.hash = '';
      assert.equal(url.href, expected);
    }
  });

  it('tells the page when a link is good no more', async () => {
    const email = newAddress();
    await data(anyone.auth.signUp({ email, password: PASSWORD }));
    const { link } = await lastMail(confirming, email);
    await follow(link);
    const { fragment } = await follow(link);
    assert.equal(fragment.error, 'access_denied');
    assert.equal(fragment.error_code, 'otp_expired');
    assert.equal(fragment.error_description, 'Email link is invalid or has expired');
  });

  it('makes a profile by the trigger', async () => {
    const email = newAddress();
    const { user } = await data(anyone.auth.signUp({
      email, password: PASSWORD, options: { data: { name: '  Bea ' } },
    }));
    const profile = await data(admin(confirming).from('profiles').select('name').eq('id', user.id).single());
    assert.deepEqual(profile, { name: 'Bea' });
  });
});

describe('signing up with an address that needs no confirmation', () => {
  it('gives a session', async () => {
    const email = newAddress();
    const own = client(quick);
    const { user, session } = await data(own.auth.signUp({ email, password: PASSWORD }));
    assert.equal(session.token_type, 'bearer');
    assert.equal(session.expires_in, 3600);
    assert.ok(user.email_confirmed_at);
    const said = claims(session.access_token);
    assert.equal(said.sub, user.id);
    assert.equal(said.role, 'authenticated');
    assert.equal(said.aud, 'authenticated');
    assert.equal(said.iss, `${quick.url}/auth/v1`);
    assert.equal(said.aal, 'aal1');
    assert.equal(said.is_anonymous, false);
    assert.equal(said.amr[0].method, 'password');
    assert.equal((await data(own.auth.getUser())).user.id, user.id);
  });

  it('refuses an address that somebody has', async () => {
    const email = newAddress();
    await data(client(quick).auth.signUp({ email, password: PASSWORD }));
    await refused(client(quick).auth.signUp({ email, password: PASSWORD }),
      422, 'user_already_exists', /^User already registered/);
  });
});

describe('signing up is refused', () => {
  it('with what is no address', async () => {
    for (const email of ['ann', 'ann@', '@example.com', 'a b@example.com', 'ann@example.com\r\nBcc: x@example.com']) {
      await refused(anyone.auth.signUp({ email, password: PASSWORD }),
        400, 'validation_failed', 'Unable to validate email address: invalid format');
    }
  });

  it('with a weak password', async () => {
    const error = await refused(anyone.auth.signUp({ email: newAddress(), password: '12345' }),
      422, 'weak_password', 'Password should be at least 6 characters.');
    assert.equal(error.name, 'AuthWeakPasswordError');
    assert.deepEqual(error.reasons, ['length']);
  });

  it('with a password that bcrypt would cut', async () => {
    await refused(anyone.auth.signUp({ email: newAddress(), password: 'x'.repeat(73) }), 400, 'validation_failed');
  });

  it('for what only servers may say of a person', async () => {
    const email = newAddress();
    const answer = await fetch(`${confirming.url}/auth/v1/signup`, {
      method: 'POST',
      headers: { apikey: confirming.anonKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        email, password: PASSWORD, role: 'service_role', app_metadata: { boss: true }, email_confirm: true,
        email_confirmed_at: '2020-01-01T00:00:00Z', is_super_admin: true,
      }),
    });
    const user = await answer.json();
    assert.equal(answer.status, 200);
    assert.equal(user.role, 'authenticated');
    assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'] });
    assert.equal(user.email_confirmed_at, undefined);
  });
});
