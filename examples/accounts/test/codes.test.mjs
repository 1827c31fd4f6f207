// Signing in with a code or link that was sent, without a password.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  claims, client, confirming, data, follow, lastMail, newAddress, newNumber, person, quick, refused,
} from './accounts.mjs';

const anyone = client(confirming);

describe('a code by mail', () => {
  it('makes an account where there is none', async () => {
    const email = newAddress();
    const sent = await data(anyone.auth.signInWithOtp({ email, options: { data: { name: 'Cem' } } }));
    assert.deepEqual(sent, { user: null, session: null });
    const own = client(confirming);
    const { user, session } = await data(own.auth.verifyOtp({
      email, token: (await lastMail(confirming, email)).code, type: 'email',
    }));
    assert.equal(user.user_metadata.name, 'Cem');
    assert.ok(user.email_confirmed_at);
    assert.equal(claims(session.access_token).amr[0].method, 'otp');
  });

  it('signs somebody in, by code, hash or link', async () => {
    const { id, email } = await person(confirming);
    const ways = [
      (own, { code }) => own.auth.verifyOtp({ email, token: code, type: 'email' }),
      (own, { code }) => own.auth.verifyOtp({ email, token: code, type: 'magiclink' }),
      (own, { hash }) => own.auth.verifyOtp({ token_hash: hash, type: 'email' }),
      async (own, { link }) => own.auth.setSession((await follow(link)).fragment),
    ];
    for (const [sent, way] of ways.entries()) {
      await data(anyone.auth.signInWithOtp({ email }));
      const own = client(confirming);
      await data(way(own, await lastMail(confirming, email, sent + 1)));
      assert.equal((await data(own.auth.getUser())).user.id, id);
    }
  });

  it('makes nobody when told not to', async () => {
    await refused(anyone.auth.signInWithOtp({ email: newAddress(), options: { shouldCreateUser: false } }),
      422, 'otp_disabled', 'Signups not allowed for otp');
  });

  it('is good for its address only', async () => {
    const [ann, bea] = [await person(confirming), await person(confirming, { name: 'bea' })];
    await data(anyone.auth.signInWithOtp({ email: ann.email }));
    const { code } = await lastMail(confirming, ann.email);
    await refused(anyone.auth.verifyOtp({ email: bea.email, token: code, type: 'email' }),
      403, 'otp_expired', 'Token has expired or is invalid');
    await refused(anyone.auth.verifyOtp({ email: ann.email, token: code, type: 'email_change' }), 403, 'otp_expired');
    await data(client(confirming).auth.verifyOtp({ email: ann.email, token: code, type: 'email' }));
  });

  it('is refused without an address or a type', async () => {
    await refused(anyone.auth.verifyOtp({ email: newAddress(), token: '123456', type: 'nonsense' }),
      400, 'validation_failed');
    await refused(anyone.auth.verifyOtp({ token: '123456', type: 'email' }), 400, 'validation_failed');
    await refused(anyone.auth.signInWithOtp({ email: 'nonsense' }), 400, 'validation_failed');
  });
});

describe('a code by phone', () => {
  const phone = '4915550000002';

  it('signs somebody in, again and again', async () => {
    let id;
    for (let round = 0; round < 2; round++) {
      const sent = await data(anyone.auth.signInWithOtp({ phone }));
      assert.ok(sent.messageId);
      const own = client(confirming);
      const { user } = await data(own.auth.verifyOtp({ phone: `+${phone}`, token: '654321', type: 'sms' }));
      assert.equal(user.phone, phone);
      assert.ok(user.phone_confirmed_at);
      id ??= user.id;
      assert.equal(user.id, id);
    }
  });

  it('is good once', async () => {
    await data(anyone.auth.signInWithOtp({ phone }));
    await data(client(confirming).auth.verifyOtp({ phone, token: '654321', type: 'sms' }));
    await refused(anyone.auth.verifyOtp({ phone, token: '654321', type: 'sms' }), 403, 'otp_expired');
  });

  it('changes a number', async () => {
    const { client: own } = await person(quick);
    const number = newNumber();
    const { user } = await data(own.auth.updateUser({ phone: number }));
    assert.equal(user.phone, number);
    assert.ok(user.phone_confirmed_at);
  });
});

describe('the next mail', () => {
  it('has to wait', async () => {
    const { email } = await person(quick);
    const own = client(quick);
    await data(own.auth.signInWithOtp({ email }));
    await refused(own.auth.signInWithOtp({ email }), 429, 'over_email_send_rate_limit',
      /^For security purposes, you can only request this after \d+ seconds\.$/);
  });
});
