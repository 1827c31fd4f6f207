// What a server does with people: auth.admin of supabase-js.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomUUID } from 'node:crypto';
import {
  admin, client, confirming, data, follow, lastMail, newAddress, newNumber, PASSWORD, person, refused,
} from './accounts.mjs';

const server = admin(confirming).auth.admin;

describe('a server', () => {
  it('makes people', async () => {
    const [email, phone, id] = [newAddress(), newNumber(), randomUUID()];
    const { user } = await data(server.createUser({
      id, email, phone, password: PASSWORD, email_confirm: true, phone_confirm: true,
      user_metadata: { name: 'Dot' }, app_metadata: { plan: 'gold' },
    }));
    assert.deepEqual([user.id, user.email, user.phone], [id, email, phone]);
    assert.ok(user.email_confirmed_at && user.phone_confirmed_at && user.confirmed_at);
    assert.equal(user.app_metadata.plan, 'gold');
    assert.equal(user.app_metadata.provider, 'email');
    assert.equal(user.user_metadata.name, 'Dot');
    assert.deepEqual(user.identities.map((each) => each.provider).sort(), ['email', 'phone']);
    const { session } = await data(client(confirming).auth.signInWithPassword({ email, password: PASSWORD }));
    assert.equal(session.user.app_metadata.plan, 'gold');
  });

  it('makes people with a password from elsewhere', async () => {
    const email = newAddress();
    await data(server.createUser({
      email, email_confirm: true,
      password_hash: '$2y$10$.vGA1O9wmRjrwAVXD98HNOgsNpDczlqm3Jq7KnEd1rVAGv3Fykk1a',
    }));
    await data(client(confirming).auth.signInWithPassword({ email, password: 'rasmuslerdorf' }));
    await refused(client(confirming).auth.signInWithPassword({ email, password: PASSWORD }), 400, 'invalid_credentials');
    await refused(server.createUser({ email: newAddress(), password_hash: 'nonsense' }), 400, 'validation_failed');
  });

  it('is told when an address is taken', async () => {
    const [email, phone] = [newAddress(), newNumber()];
    await data(server.createUser({ email, phone }));
    await refused(server.createUser({ email }), 422, 'email_exists',
      'A user with this email address has already been registered');
    await refused(server.createUser({ phone }), 422, 'phone_exists');
    await refused(server.createUser({}), 400, 'validation_failed');
  });

  it('lists people in pages', async () => {
    for (let made = 0; made < 5; made++) await data(server.createUser({ email: newAddress('page') }));
    const first = await data(server.listUsers({ page: 1, perPage: 2 }));
    assert.equal(first.users.length, 2);
    assert.equal(first.aud, 'authenticated');
    assert.equal(first.nextPage, 2);
    assert.ok(first.total >= 5);
    assert.equal(first.lastPage, Math.ceil(first.total / 2));
    const seen = new Set();
    for (let page = 1; page <= first.lastPage; page++) {
      const { users, nextPage } = await data(server.listUsers({ page, perPage: 2 }));
      users.forEach((user) => seen.add(user.id));
      assert.equal(nextPage, page < first.lastPage ? page + 1 : null);
    }
    assert.equal(seen.size, first.total);
    const all = await data(server.listUsers());
    assert.ok(all.users.length <= 50);
  });

  it('reads one', async () => {
    const { id, email } = await person(confirming);
    assert.equal((await data(server.getUserById(id))).user.email, email);
    await refused(server.getUserById(randomUUID()), 404, 'user_not_found', 'User not found');
  });

  it('changes one', async () => {
    const { id, client: own } = await person(confirming);
    const email = newAddress('changed');
    const { user } = await data(server.updateUserById(id, {
      email, email_confirm: true, user_metadata: { a: 1 }, app_metadata: { team: 'x' },
    }));
    assert.deepEqual([user.email, user.user_metadata.a, user.app_metadata.team], [email, 1, 'x']);
    assert.equal((await data(own.auth.getUser())).user.email, email);
    await data(server.updateUserById(id, { password: 'another password' }));
    assert.equal((await own.auth.getUser()).error.name, 'AuthSessionMissingError');
    await data(client(confirming).auth.signInWithPassword({ email, password: 'another password' }));
    const other = await person(confirming);
    await refused(server.updateUserById(id, { email: other.email }), 422, 'email_exists');
    await refused(server.updateUserById(randomUUID(), { email }), 404, 'user_not_found');
  });

  it('deletes one', async () => {
    const { id, email, session } = await person(confirming);
    await data(server.deleteUser(id));
    await refused(server.getUserById(id), 404, 'user_not_found');
    await refused(client(confirming).auth.getUser(session.access_token), 403, 'user_not_found');
    await refused(client(confirming).auth.refreshSession(session), 400, 'refresh_token_not_found');
    await refused(server.deleteUser(id), 404, 'user_not_found');
    await data(server.createUser({ email }));
  });

  it('deletes one softly: the row stays, the person is gone', async () => {
    const { id, email } = await person(confirming);
    await data(server.deleteUser(id, true));
    const { user } = await data(server.getUserById(id));
    assert.ok(user.deleted_at);
    assert.notEqual(user.email, email);
    assert.deepEqual(user.user_metadata, {});
    await refused(client(confirming).auth.signInWithPassword({ email, password: PASSWORD }), 400, 'invalid_credentials');
    await data(server.createUser({ email }));
  });

  it('invites somebody', async () => {
    const email = newAddress();
    const { user } = await data(server.inviteUserByEmail(email, {
      data: { name: 'Eve' }, redirectTo: 'https://app.example.com/invited',
    }));
    assert.ok(user.invited_at);
    assert.equal(user.user_metadata.name, 'Eve');
    const { url, fragment } = await follow((await lastMail(confirming, email)).link);
    assert.equal(url.pathname, '/invited');
    assert.equal(fragment.type, 'invite');
    const own = client(confirming);
    assert.equal((await data(own.auth.setSession(fragment))).user.id, user.id);
    await data(own.auth.updateUser({ password: PASSWORD }));
    await data(client(confirming).auth.signInWithPassword({ email, password: PASSWORD }));
    await refused(server.inviteUserByEmail(email), 422, 'email_exists');
  });
});

describe('links that a server makes', () => {
  it('sign somebody up', async () => {
    const email = newAddress();
    const { properties, user } = await data(server.generateLink({
      type: 'signup', email, password: PASSWORD, options: { data: { name: 'Fay' } },
    }));
    assert.equal(properties.verification_type, 'signup');
    assert.equal(user.user_metadata.name, 'Fay');
    assert.equal((await follow(properties.action_link)).fragment.type, 'signup');
    await data(client(confirming).auth.signInWithPassword({ email, password: PASSWORD }));
  });

  for (const type of ['magiclink', 'recovery']) {
    it(`sign somebody in: ${type}, by link, code and hash`, async () => {
      const { id, email } = await person(confirming);
      const make = async () => (await data(server.generateLink({
        type, email, options: { redirectTo: 'https://app.example.com/x' },
      }))).properties;
      const byLink = await make();
      assert.equal(byLink.redirect_to, 'https://app.example.com/x');
      assert.equal(byLink.verification_type, type);
      const { url, fragment } = await follow(byLink.action_link);
      assert.equal(url.pathname, '/x');
      assert.equal(fragment.type, type);
      const byCode = await make();
      assert.equal((await data(client(confirming).auth.verifyOtp({
        email, token: byCode.email_otp, type,
      }))).user.id, id);
      const byHash = await make();
      assert.equal((await data(client(confirming).auth.verifyOtp({
        token_hash: byHash.hashed_token, type,
      }))).user.id, id);
    });
  }

  it('invite somebody', async () => {
    const email = newAddress();
    const { properties, user } = await data(server.generateLink({ type: 'invite', email }));
    assert.ok(user.invited_at);
    assert.equal((await follow(properties.action_link)).fragment.type, 'invite');
  });

  it('change an address, from both', async () => {
    const { id, email } = await person(confirming);
    const newEmail = newAddress('next');
    const current = await data(server.generateLink({ type: 'email_change_current', email, newEmail }));
    const next = await data(server.generateLink({ type: 'email_change_new', email, newEmail }));
    assert.match((await follow(current.properties.action_link)).fragment.message, /other email/);
    assert.ok((await follow(next.properties.action_link)).fragment.access_token);
    assert.equal((await data(server.getUserById(id))).user.email, newEmail);
  });

  it('are refused for nobody, and for what is no type', async () => {
    await refused(server.generateLink({ type: 'recovery', email: newAddress() }), 404, 'user_not_found');
    await refused(server.generateLink({ type: 'nonsense', email: newAddress() }), 400, 'validation_failed');
    const { email } = await person(confirming);
    await refused(server.generateLink({ type: 'signup', email, password: PASSWORD }), 422, 'email_exists');
  });
});

describe('everybody else', () => {
  it('does none of it', async () => {
    const { id, client: own } = await person(confirming);
    for (const other of [own, client(confirming)]) {
      const { auth } = other;
      const { access_token } = (await auth.getSession()).data.session ?? { access_token: confirming.anonKey };
      const pretender = client(confirming, { key: access_token }).auth.admin;
      await refused(pretender.listUsers(), 403, 'not_admin', 'User not allowed');
      await refused(pretender.createUser({ email: newAddress() }), 403, 'not_admin');
      await refused(pretender.updateUserById(id, { role: 'service_role' }), 403, 'not_admin');
      await refused(pretender.deleteUser(id), 403, 'not_admin');
      await refused(pretender.inviteUserByEmail(newAddress()), 403, 'not_admin');
      await refused(pretender.generateLink({ type: 'magiclink', email: newAddress() }), 403, 'not_admin');
    }
  });
});
