// What somebody changes of themselves: data, address, identities.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  admin, client, confirming, data, follow, lastMail, mails, newAddress, PASSWORD, person, quick, refused,
} from './accounts.mjs';

describe('what a person says of themselves', () => {
  it('is merged; null takes away', async () => {
    const { client: own } = await person(confirming);
    await data(own.auth.updateUser({ data: { colour: 'red', size: { shoe: 40 } } }));
    const { user } = await data(own.auth.updateUser({ data: { colour: 'blue', size: null } }));
    assert.equal(user.user_metadata.colour, 'blue');
    assert.equal('size' in user.user_metadata, false);
    assert.equal((await data(own.auth.getUser())).user.user_metadata.colour, 'blue');
  });

  it('is not what only servers may say', async () => {
    const { client: own, session } = await person(confirming);
    const answer = await fetch(`${confirming.url}/auth/v1/user`, {
      method: 'PUT',
      headers: {
        apikey: confirming.anonKey,
        authorization: `Bearer ${session.access_token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ role: 'service_role', app_metadata: { boss: true }, aud: 'x', is_sso_user: true, data: { a: 1 } }),
    });
    assert.equal(answer.status, 200);
    const { user } = await data(own.auth.getUser());
    assert.equal(user.role, 'authenticated');
    assert.equal(user.aud, 'authenticated');
    assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'] });
  });
});

describe('a new address', () => {
  it('is confirmed from both', async () => {
    const { id, email, client: own } = await person(confirming);
    const next = newAddress('next');
    const { user } = await data(own.auth.updateUser({ email: next }));
    assert.equal(user.email, email);
    assert.equal(user.new_email, next);
    assert.ok(user.email_change_sent_at);

    const half = await follow((await lastMail(confirming, email)).link);
    assert.match(half.fragment.message, /confirm link sent to the other email/);
    assert.equal((await data(own.auth.getUser())).user.email, email);

    const whole = await follow((await lastMail(confirming, next)).link);
    assert.equal(whole.fragment.type, 'email_change');
    const changed = (await data(client(confirming).auth.setSession(whole.fragment))).user;
    assert.equal(changed.id, id);
    assert.equal(changed.email, next);
    assert.equal(changed.new_email, undefined);
    assert.equal(changed.identities[0].identity_data.email, next);
    await data(client(confirming).auth.signInWithPassword({ email: next, password: PASSWORD }));
    await refused(client(confirming).auth.signInWithPassword({ email, password: PASSWORD }), 400, 'invalid_credentials');
  });

  it('is confirmed by the codes of both mails', async () => {
    const { email, client: own } = await person(confirming);
    const next = newAddress('next');
    await data(own.auth.updateUser({ email: next }));
    const first = await data(own.auth.verifyOtp({
      email: next, token: (await lastMail(confirming, next)).code, type: 'email_change',
    }));
    assert.equal(first.session, null);
    const second = await data(own.auth.verifyOtp({
      email, token: (await lastMail(confirming, email)).code, type: 'email_change',
    }));
    assert.equal(second.user.email, next);
  });

  it('is not confirmed twice from one', async () => {
    const { email, client: own } = await person(confirming);
    const next = newAddress('next');
    await data(own.auth.updateUser({ email: next }));
    await follow((await lastMail(confirming, next)).link);
    await data(own.auth.resend({ type: 'email_change', email }));
    const again = await follow((await lastMail(confirming, next, 2)).link);
    assert.match(again.fragment.message ?? '', /other email/);
    assert.equal((await data(own.auth.getUser())).user.email, email);
    assert.equal((await mails(confirming, email)).length, 2);
  });

  it('is refused when somebody has it', async () => {
    const [ann, bea] = [await person(confirming), await person(confirming, { name: 'bea' })];
    await refused(ann.client.auth.updateUser({ email: bea.email }), 422, 'email_exists',
      'A user with this email address has already been registered');
  });

  it('is refused when it is none', async () => {
    const { client: own } = await person(confirming);
    await refused(own.auth.updateUser({ email: 'nonsense' }), 400, 'validation_failed',
      'Unable to validate email address: invalid format');
  });
});

describe('identities', () => {
  it('are listed', async () => {
    const { id, email, client: own } = await person(confirming);
    const { identities } = await data(own.auth.getUserIdentities());
    assert.equal(identities.length, 1);
    const [{ identity_id, ...identity }] = identities;
    assert.ok(identity_id);
    assert.deepEqual([identity.id, identity.user_id, identity.provider, identity.email], [id, id, 'email', email]);
    assert.deepEqual([identity.identity_data.sub, identity.identity_data.email], [id, email]);
  });

  it('cannot be unlinked where that is off', async () => {
    const { client: own } = await person(confirming);
    const { identities } = await data(own.auth.getUserIdentities());
    await refused(own.auth.unlinkIdentity(identities[0]), 404, 'manual_linking_disabled', 'Manual linking is disabled');
  });
});

describe('somebody anonymous', () => {
  it('signs in without a name', async () => {
    const own = client(confirming);
    const { user, session } = await data(own.auth.signInAnonymously({ options: { data: { theme: 'dark' } } }));
    assert.equal(user.is_anonymous, true);
    assert.equal(user.role, 'authenticated');
    assert.equal(user.email, '');
    assert.deepEqual(user.user_metadata, { theme: 'dark' });
    assert.ok(session.access_token);
    const said = (await data(own.auth.getClaims())).claims;
    assert.equal(said.is_anonymous, true);
    assert.equal(said.amr[0].method, 'anonymous');
  });

  it('is refused where that is off', async () => {
    await refused(client(quick).auth.signInAnonymously(), 422, 'anonymous_provider_disabled',
      'Anonymous sign-ins are disabled');
  });

  it('takes an address and a password, and stays the same person', async () => {
    const own = client(confirming);
    const { user: before } = await data(own.auth.signInAnonymously());
    await data(own.from('notes').insert({ body: 'before' }));
    const email = newAddress();
    await data(own.auth.updateUser({ email }));
    assert.equal((await data(own.auth.getUser())).user.is_anonymous, true);
    const { user } = await data(own.auth.verifyOtp({
      email, token: (await lastMail(confirming, email)).code, type: 'email_change',
    }));
    assert.equal(user.id, before.id);
    assert.equal(user.is_anonymous, false);
    assert.equal(user.email, email);
    assert.equal(user.identities.length, 1);
    await data(own.auth.updateUser({ password: PASSWORD }));
    await data(own.auth.refreshSession());
    assert.equal((await data(own.auth.getClaims())).claims.is_anonymous, false);
    const later = client(confirming);
    await data(later.auth.signInWithPassword({ email, password: PASSWORD }));
    assert.deepEqual(await data(later.from('notes').select('body')), [{ body: 'before' }]);
  });

  it('goes with everything they have', async () => {
    const own = client(confirming);
    const { user } = await data(own.auth.signInAnonymously());
    await data(own.from('notes').insert({ body: 'gone' }));
    await data(admin(confirming).auth.admin.deleteUser(user.id));
    assert.deepEqual(await data(admin(confirming).from('notes').select('id').eq('owner_id', user.id)), []);
    assert.deepEqual(await data(admin(confirming).from('profiles').select('id').eq('id', user.id)), []);
  });
});
