// Signing in with a password, and setting a new one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  admin, claims, client, confirming, data, follow, lastMail, mails, newAddress, newNumber, PASSWORD, person, quick,
  refused,
} from './accounts.mjs';

const anyone = client(confirming);

describe('signing in with a password', () => {
  it('works with a mail address, however it is written', async () => {
    const { email, id } = await person(confirming);
    const { user, session } = await data(client(confirming).auth.signInWithPassword({
      email: email.toUpperCase(), password: PASSWORD,
    }));
    assert.equal(user.id, id);
    assert.ok(user.last_sign_in_at);
    assert.ok(session.expires_at > Date.now() / 1000);
    assert.ok(claims(session.access_token).session_id);
  });

  it('tells the same of a wrong password and of nobody', async () => {
    const { email } = await person(confirming);
    for (const wrong of [{ email, password: 'wrong' }, { email: newAddress('nobody'), password: PASSWORD }]) {
      await refused(anyone.auth.signInWithPassword(wrong), 400, 'invalid_credentials', 'Invalid login credentials');
    }
  });

  it('works with a phone number', async () => {
    const phone = newNumber();
    const own = client(quick);
    const made = await data(own.auth.signUp({ phone: `+${phone}`, password: PASSWORD }));
    assert.equal(made.user.phone, phone);
    const { user } = await data(client(quick).auth.signInWithPassword({ phone, password: PASSWORD }));
    assert.equal(user.id, made.user.id);
    await refused(client(quick).auth.signInWithPassword({ phone, password: 'wrong' }), 400, 'invalid_credentials');
  });

  it('needs a phone number that is confirmed, where that is asked for', async () => {
    const phone = '4915550000001';
    const own = client(confirming);
    const { session } = await data(own.auth.signUp({ phone, password: PASSWORD }));
    assert.equal(session, null);
    await refused(own.auth.signInWithPassword({ phone, password: PASSWORD }), 400, 'phone_not_confirmed');
    await data(own.auth.resend({ type: 'sms', phone }));
    const verified = await data(own.auth.verifyOtp({ phone, token: '123456', type: 'sms' }));
    assert.ok(verified.user.phone_confirmed_at);
    await data(client(confirming).auth.signInWithPassword({ phone, password: PASSWORD }));
  });

  it('refuses what is no phone number', async () => {
    await refused(client(quick).auth.signUp({ phone: '+1', password: PASSWORD }),
      400, 'validation_failed', 'Invalid phone number format (E.164 required)');
  });

  it('refuses somebody who is banned, and lets them in again', async () => {
    const { id, email } = await person(confirming);
    await data(admin(confirming).auth.admin.updateUserById(id, { ban_duration: '2h' }));
    await refused(anyone.auth.signInWithPassword({ email, password: PASSWORD }), 400, 'user_banned');
    await data(admin(confirming).auth.admin.updateUserById(id, { ban_duration: 'none' }));
    await data(client(confirming).auth.signInWithPassword({ email, password: PASSWORD }));
  });
});

describe('a new password', () => {
  it('is set after the link of a mail', async () => {
    const { email } = await person(confirming);
    await data(anyone.auth.resetPasswordForEmail(email, { redirectTo: 'https://app.example.com/reset' }));
    const { url, fragment } = await follow((await lastMail(confirming, email)).link);
    assert.equal(url.pathname, '/reset');
    assert.equal(fragment.type, 'recovery');
    const own = client(confirming);
    await data(own.auth.setSession(fragment));
    await data(own.auth.updateUser({ password: 'another password' }));
    await refused(anyone.auth.signInWithPassword({ email, password: PASSWORD }), 400, 'invalid_credentials');
    await data(client(confirming).auth.signInWithPassword({ email, password: 'another password' }));
  });

  it('is set after the code of a mail', async () => {
    const { email } = await person(confirming);
    await data(anyone.auth.resetPasswordForEmail(email));
    const own = client(confirming);
    await data(own.auth.verifyOtp({ email, token: (await lastMail(confirming, email)).code, type: 'recovery' }));
    await data(own.auth.updateUser({ password: 'another password' }));
  });

  it('tells nobody who has an account', async () => {
    assert.deepEqual(await data(anyone.auth.resetPasswordForEmail(newAddress('nobody'))), {});
  });

  it('must differ from the old one, and be good', async () => {
    const own = (await person(confirming)).client;
    await refused(own.auth.updateUser({ password: PASSWORD }), 422, 'same_password',
      'New password should be different from the old password.');
    await refused(own.auth.updateUser({ password: '12345' }), 422, 'weak_password', /at least 6 characters/);
  });

  it('ends the other sessions', async () => {
    const { email, client: own } = await person(confirming);
    const other = client(confirming);
    await data(other.auth.signInWithPassword({ email, password: PASSWORD }));
    await data(own.auth.updateUser({ password: 'another password' }));
    await data(own.auth.getUser());
    const { error } = await other.auth.refreshSession();
    assert.equal(error.code, 'refresh_token_not_found');
  });

  it('takes a code when the sign-in is a day old', async () => {
    const { id, email, client: own } = await person(confirming);
    await data(admin(confirming).rpc('age_sessions', { person: id, by: '25 hours' }));
    await refused(own.auth.updateUser({ password: 'another password' }), 400, 'reauthentication_needed');
    await data(own.auth.reauthenticate());
    const { code } = await lastMail(confirming, email);
    await refused(own.auth.updateUser({ password: 'another password', nonce: code === '111111' ? '222222' : '111111' }),
      422, 'reauthentication_not_valid');
    await data(own.auth.updateUser({ password: 'another password', nonce: code }));
    await refused(own.auth.updateUser({ password: 'a third password', nonce: code }), 422, 'reauthentication_not_valid');
    assert.equal((await mails(confirming, email)).length, 1);
  });

  it('takes no code of somebody without an address', async () => {
    const own = client(confirming);
    await data(own.auth.signInAnonymously());
    await refused(own.auth.reauthenticate(), 400, 'validation_failed',
      'Reauthentication requires the user to have an email or a phone number');
  });
});
