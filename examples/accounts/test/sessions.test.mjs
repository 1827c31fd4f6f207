// What becomes of a session: refreshed, taken up elsewhere, looked at, ended.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHmac } from 'node:crypto';
import { admin, claims, client, confirming, data, PASSWORD, person, refused } from './accounts.mjs';

/** Another session of the same person. */
async function another({ email }) {
  const own = client(confirming);
  const { session } = await data(own.auth.signInWithPassword({ email, password: PASSWORD }));
  return { client: own, session };
}

describe('a session', () => {
  it('is refreshed, and stays the same session', async () => {
    const { client: own, session } = await person(confirming);
    const { session: next } = await data(own.auth.refreshSession());
    assert.notEqual(next.refresh_token, session.refresh_token);
    assert.equal(claims(next.access_token).session_id, claims(session.access_token).session_id);
    assert.deepEqual(claims(next.access_token).amr.map((each) => each.method), ['password']);
    await data(own.auth.getUser());
  });

  it('gives the last token again to a client that lost the answer', async () => {
    const { session } = await person(confirming);
    const { refresh_token } = session;
    const first = await data(client(confirming).auth.refreshSession({ refresh_token }));
    const again = await data(client(confirming).auth.refreshSession({ refresh_token }));
    assert.ok(first.session.refresh_token);
    await data(client(confirming).auth.refreshSession({ refresh_token: again.session.refresh_token }));
  });

  it('is not to be had for a made-up token', async () => {
    await refused(client(confirming).auth.refreshSession({ refresh_token: 'abcdefghijkl' }),
      400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
  });

  it('is taken up elsewhere', async () => {
    const { id, session } = await person(confirming);
    const elsewhere = client(confirming);
    const taken = await data(elsewhere.auth.setSession(session));
    assert.equal(taken.user.id, id);
    const old = { ...session, access_token: withExpiry(session.access_token, 1) };
    const refreshed = await data(client(confirming).auth.setSession(old));
    assert.notEqual(refreshed.session.refresh_token, session.refresh_token);
  });

  it('is told by getUser and getClaims', async () => {
    const { id, client: own, session } = await person(confirming);
    assert.equal((await data(own.auth.getUser())).user.id, id);
    assert.equal((await data(client(confirming).auth.getUser(session.access_token))).user.id, id);
    const said = await data(own.auth.getClaims());
    assert.equal(said.claims.sub, id);
    assert.equal(said.header.typ, 'JWT');
  });

  it('is not told to who has none', async () => {
    const { error } = await client(confirming).auth.getUser();
    assert.equal(error.name, 'AuthSessionMissingError');
    await refused(client(confirming).auth.getUser('nonsense'), 403, 'bad_jwt', /^invalid JWT: unable to parse or verify signature/);
    const { session } = await person(confirming);
    const forged = `${session.access_token.slice(0, -6)}AAAAAA`;
    await refused(client(confirming).auth.getUser(forged), 403, 'bad_jwt', /^invalid JWT/);
    const old = withExpiry(session.access_token, 1);
    await refused(client(confirming).auth.getUser(old), 403, 'bad_jwt', /^invalid JWT/);
    const unsigned = [Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url'),
      session.access_token.split('.')[1], ''].join('.');
    await refused(client(confirming).auth.getUser(unsigned), 403, 'bad_jwt', /^invalid JWT/);
  });

  it('needs a token at all', async () => {
    const answer = await fetch(`${confirming.url}/auth/v1/user`, { headers: { apikey: confirming.anonKey } });
    const { error_code, msg } = await answer.json();
    assert.deepEqual([answer.status, error_code], [401, 'no_authorization']);
    assert.match(msg, /requires a valid Bearer token/);
    assert.equal(answer.headers.get('x-sb-error-code'), 'no_authorization');
  });
});

describe('signing out', () => {
  it('ends this session only: local', async () => {
    const ann = await person(confirming);
    const other = await another(ann);
    await data(ann.client.auth.signOut({ scope: 'local' }).then(empty));
    assert.equal((await ann.client.auth.getSession()).data.session, null);
    const { error } = await client(confirming).auth.getUser(ann.session.access_token);
    assert.equal(error.name, 'AuthSessionMissingError');
    await refused(client(confirming).auth.refreshSession(ann.session), 400, 'refresh_token_not_found');
    await data(other.client.auth.getUser());
  });

  it('ends the other sessions: others', async () => {
    const ann = await person(confirming);
    const other = await another(ann);
    await data(ann.client.auth.signOut({ scope: 'others' }).then(empty));
    await data(ann.client.auth.getUser());
    assert.equal((await other.client.auth.getUser()).error.name, 'AuthSessionMissingError');
  });

  it('ends all of them: global', async () => {
    const ann = await person(confirming);
    const other = await another(ann);
    await data(ann.client.auth.signOut().then(empty));
    assert.equal((await other.client.auth.getUser()).error.name, 'AuthSessionMissingError');
  });

  it('is done for somebody by a server', async () => {
    const ann = await person(confirming);
    const other = await another(ann);
    await data(admin(confirming).auth.admin.signOut(ann.session.access_token, 'global').then(empty));
    assert.equal((await other.client.auth.getUser()).error.name, 'AuthSessionMissingError');
  });

  it('tells the application', async () => {
    const ann = await person(confirming);
    const events = [];
    ann.client.auth.onAuthStateChange((event) => events.push(event));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await data(ann.client.auth.signOut().then(empty));
    assert.deepEqual(events, ['INITIAL_SESSION', 'SIGNED_OUT']);
  });

  function empty({ error }) {
    return { data: null, error };
  }
});

/** The same token with another time of expiry, signed as the server signs. */
function withExpiry(token, exp) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${token.split('.')[0]}.${part({ ...claims(token), exp })}`;
  return `${signed}.${createHmac('sha256', confirming.secret).update(signed).digest('base64url')}`;
}
