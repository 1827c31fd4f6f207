// A chat: a trigger on auth.users makes profiles; membership decides who reads and writes in a room.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomBytes } from 'node:crypto';
import { admin, client, data, PASSWORD, person, refused, sessionsWork, signedIn, started } from './projects.mjs';

const chat = started('chat');

/** Somebody with a name that nobody else has. */
async function named(name) {
  const username = `${name}-${randomBytes(4).toString('hex')}`;
  return { username, ...await person(chat, name, { username }) };
}

async function room(owner, name = 'kitchen') {
  return data(owner.client.rpc('create_room', { name }));
}

describe('a sign-up', () => {
  it('makes a profile of what the person says', async () => {
    const ann = await named('ann');
    assert.deepEqual(await data(ann.client.from('profiles').select().eq('id', ann.id).single()),
      { id: ann.id, username: ann.username, status: 'OFFLINE' });
    assert.equal((await data(ann.client.auth.getUser())).user.user_metadata.username, ann.username);
  });

  it('makes a profile of the address of who says nothing', async () => {
    const ann = await person(chat);
    const { username } = await data(ann.client.from('profiles').select().eq('id', ann.id).single());
    assert.equal(username, ann.email.split('@')[0]);
  });

  it('makes a profile for people that a server adds', async () => {
    const all = admin(chat);
    const { user } = await data(all.auth.admin.createUser({
      email: `lee-${randomBytes(4).toString('hex')}@example.com`, user_metadata: { username: 'lee' },
    }));
    assert.equal((await data(all.from('profiles').select().eq('id', user.id).single())).username, 'lee');
    await data(all.auth.admin.deleteUser(user.id));
    assert.equal(await data(all.from('profiles').select().eq('id', user.id).maybeSingle()), null);
  });

  it('shows profiles to nobody without an account', async () => {
    assert.deepEqual(await data(client(chat).from('profiles').select()), []);
  });
});

describe('people of the seed', () => {
  it('have profiles, and sign in once a server gave them a password', async () => {
    const all = admin(chat);
    const bobby = await data(all.from('profiles').select().eq('username', 'bobby').single());
    await refused(client(chat).auth.signInWithPassword({ email: 'bob@example.com', password: PASSWORD }),
      400, 'invalid_credentials');
    await data(all.auth.admin.updateUserById(bobby.id, { password: PASSWORD, email_confirm: true }));
    const bob = await signedIn(chat, 'bob@example.com');
    assert.equal(bob.id, bobby.id);
    assert.equal(bob.session.user.role, 'authenticated');
  });
});

describe('a channel', () => {
  it('is read and written by everybody with an account, each in their own name', async () => {
    const ann = await named('ann');
    const bob = await named('bob');
    const { id } = await data(bob.client.from('channels').select().eq('slug', 'general').single());
    await data(ann.client.from('messages').insert({ channel_id: id, user_id: ann.id, message: 'hello' }));
    const [last] = await data(bob.client.from('messages')
      .select('message,author:profiles(username),channels!inner(slug)')
      .eq('channels.slug', 'general').order('id', { ascending: false }).limit(1));
    assert.deepEqual(last, { message: 'hello', author: { username: ann.username }, channels: { slug: 'general' } });

    await refused(bob.client.from('messages').insert({ channel_id: id, user_id: ann.id, message: 'I am Ann' }),
      403, '42501');
    assert.deepEqual(await data(client(chat).from('messages').select()), []);
    assert.deepEqual(await data(bob.client.from('messages').update({ message: '' }).gt('id', 0).select()), []);
  });

  it('broadcasts what is written, to those who may listen', async () => {
    const ann = await named('ann');
    const { id } = await data(ann.client.from('channels').select().eq('slug', 'random').single());
    await data(ann.client.from('messages').insert({ channel_id: id, user_id: ann.id, message: 'psst' }));
    const heard = await data(ann.client.rpc('heard', { channel: id }));
    const { operation, record, table } = heard.at(-1);
    assert.deepEqual([operation, table, record.message], ['INSERT', 'messages', 'psst']);
    assert.deepEqual(await data(client(chat).rpc('heard', { channel: id })), []);
  });
});

describe('a room', () => {
  it('is for its members', async () => {
    const [ann, bob, eve] = [await named('ann'), await named('bob'), await named('eve')];
    const { id, owner_id } = await room(ann);
    assert.equal(owner_id, ann.id);
    await data(ann.client.rpc('invite', { room: id, username: bob.username }));
    await data(ann.client.from('room_messages').insert({ room_id: id, message: 'welcome' }));
    await data(bob.client.from('room_messages').insert({ room_id: id, message: 'thanks' }));

    const seen = await data(bob.client.from('rooms')
      .select('name,room_members(profiles(username)),room_messages(message)')
      .order('id', { referencedTable: 'room_messages' }).single());
    assert.equal(seen.name, 'kitchen');
    assert.deepEqual(seen.room_members.map(({ profiles }) => profiles.username).sort(), [ann.username, bob.username]);
    assert.deepEqual(seen.room_messages.map(({ message }) => message), ['welcome', 'thanks']);

    for (const table of ['rooms', 'room_members', 'room_messages']) {
      assert.deepEqual(await data(eve.client.from(table).select()), [], table);
    }
    await refused(eve.client.from('room_messages').insert({ room_id: id, message: 'me, too' }), 403, '42501');
    await refused(eve.client.from('room_members').insert({ room_id: id, user_id: eve.id }), 403, '42501');
  });

  it('is left by who wants to', async () => {
    const [ann, bob] = [await named('ann'), await named('bob')];
    const { id } = await room(ann, 'cellar');
    await data(ann.client.rpc('invite', { room: id, username: bob.username }));
    assert.equal((await bob.client.from('room_members').delete({ count: 'exact' }).eq('room_id', id)).count, 1);
    assert.deepEqual(await data(bob.client.from('rooms').select()), []);
    assert.equal((await data(ann.client.from('room_members').select())).length, 1);
  });

  it('has functions that say why not', async () => {
    const [ann, bob] = [await named('ann'), await named('bob')];
    const { id } = await room(ann);
    await refused(bob.client.rpc('invite', { room: id, username: bob.username }), 403, '42501', 'only the owner invites');
    const { hint } = await refused(ann.client.rpc('invite', { room: id, username: 'no one' }),
      404, 'PT404', 'nobody is called no one');
    assert.equal(hint, 'Ask them to sign up');
    await refused(client(chat).rpc('create_room', { name: 'x' }), 401, '42501', /permission denied for function create_room/);
    await refused(ann.client.rpc('open_room', { name: 'x' }), 404, 'PGRST202');
  });

  it('goes with its owner', async () => {
    const [ann, bob] = [await named('ann'), await named('bob')];
    const { id } = await room(ann, 'attic');
    await data(ann.client.rpc('invite', { room: id, username: bob.username }));
    await data(admin(chat).auth.admin.deleteUser(ann.id));
    assert.deepEqual(await data(bob.client.from('rooms').select()), []);
  });
});

sessionsWork(chat, () => named('ann'));
