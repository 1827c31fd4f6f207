// Row-level security with people who signed in, and the keys.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admin, client, confirming, data, person, quick, refused } from './accounts.mjs';

describe('rows', () => {
  it('are seen by their owner only', async () => {
    const [ann, bea] = [await person(confirming), await person(confirming, { name: 'bea' })];
    const note = await data(ann.client.from('notes').insert({ body: 'mine' }).select().single());
    assert.equal(note.owner_id, ann.id);
    assert.deepEqual(await data(bea.client.from('notes').select().eq('id', note.id)), []);
    assert.deepEqual(await data(bea.client.from('notes').update({ body: 'stolen' }).eq('id', note.id).select()), []);
    assert.deepEqual(await data(bea.client.from('notes').delete().eq('id', note.id).select()), []);
    const { error, status } = await bea.client.from('notes').insert({ body: 'forged', owner_id: ann.id });
    assert.deepEqual([status, error.code], [403, '42501']);
    assert.deepEqual(await data(ann.client.from('notes').select('body')), [{ body: 'mine' }]);
  });

  it('are shared by their owner', async () => {
    const [ann, bea] = [await person(confirming), await person(confirming, { name: 'bea' })];
    const { id } = await data(ann.client.from('notes').insert({ body: 'ours', shared: true }).select().single());
    assert.equal((await data(bea.client.from('notes').select().eq('id', id).single())).body, 'ours');
    assert.deepEqual(await data(bea.client.from('notes').delete().eq('id', id).select()), []);
  });

  it('are closed to who has not signed in', async () => {
    const { status, error } = await client(confirming).from('notes').select();
    assert.deepEqual([status, error.code], [401, '42501']);
  });

  it('may tell anonymous people from others', async () => {
    const own = client(confirming);
    await data(own.auth.signInAnonymously());
    await data(own.from('notes').insert({ body: 'mine' }));
    const { status, error } = await own.from('notes').insert({ body: 'ours', shared: true });
    assert.deepEqual([status, error.code], [403, '42501']);
  });

  it('of profiles are written by the trigger, and their name by their owner', async () => {
    const [ann, bea] = [await person(confirming, { name: 'Ann' }), await person(confirming, { name: 'Bea' })];
    assert.deepEqual(await data(bea.client.from('profiles').select('name').eq('id', ann.id)), [{ name: 'Ann' }]);
    await data(ann.client.from('profiles').update({ name: 'Anna' }).eq('id', ann.id));
    assert.deepEqual(await data(bea.client.from('profiles').update({ name: 'X' }).eq('id', ann.id).select()), []);
    assert.deepEqual(await data(ann.client.from('profiles').select('name').eq('id', ann.id)), [{ name: 'Anna' }]);
  });

  it('stay open to a token until it expires, and close with the session at /user', async () => {
    const { id, client: own, session } = await person(confirming);
    await own.auth.signOut();
    const late = client(confirming, { key: session.access_token });
    assert.deepEqual(await data(late.from('profiles').select('id').eq('id', id)), [{ id }]);
    const { error } = await client(confirming).auth.getUser(session.access_token);
    assert.equal(error.name, 'AuthSessionMissingError');
  });

  it('of another server are closed', async () => {
    const { session } = await person(quick);
    const { status } = await client(confirming, { key: session.access_token }).from('notes').select();
    assert.equal(status, 401);
  });
});

describe('keys that are no tokens', { skip: confirming.publishableKey ? false : 'not printed by `groundwork keys`' }, () => {
  it('stand for who has not signed in', async () => {
    const { publishableKey: key } = confirming;
    assert.match(key, /^sb_publishable_/);
    const { status } = await client(confirming, { key }).from('notes').select();
    assert.equal(status, 401);
    const { email, password, id } = await person(confirming);
    const own = client(confirming, { key });
    await data(own.auth.signInWithPassword({ email, password }));
    assert.equal((await data(own.auth.getUser())).user.id, id);
    assert.equal((await data(own.from('profiles').select('id').eq('id', id))).length, 1);
    await refused(own.auth.admin.listUsers(), 403, 'not_admin');
  });

  it('stand for a server', async () => {
    const { secretKey: key } = confirming;
    assert.match(key, /^sb_secret_/);
    await data(admin(confirming, key).auth.admin.listUsers());
    await data(admin(confirming, key).from('notes').select());
  });

  it('are refused when they are made up', async () => {
    const { status } = await client(confirming, { key: 'sb_secret_nonsense' }).from('notes').select();
    assert.equal(status, 401);
  });
});
