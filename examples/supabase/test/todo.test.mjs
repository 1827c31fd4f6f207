// A list of things to do: each person has their own, by row-level security alone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admin, client, data, person, refused, sessionsWork, signedIn, started } from './projects.mjs';

const todo = started('todo');
const tasks = (rows) => rows.map(({ task }) => task);

describe('somebody of seed.sql', () => {
  it('signs in with the password that pgcrypto hashed, and has their rows', async () => {
    const ann = await signedIn(todo, 'ann@example.com', 'password');
    assert.equal(ann.id, '11111111-1111-1111-1111-111111111111');
    const rows = await data(ann.client.from('todos').select());
    assert.deepEqual(tasks(rows), ['water plants']);
    assert.equal(rows[0].user_id, ann.id);
    assert.equal(rows[0].is_complete, false);
    const { identities } = (await data(ann.client.auth.getUser())).user;
    assert.deepEqual(identities.map((each) => each.provider), ['email']);
  });
});

describe('two people', () => {
  it('see and change only their own', async () => {
    const bob = await person(todo, 'bob');
    const eve = await person(todo, 'eve');
    const [row] = await data(bob.client.from('todos').insert({ task: 'buy bread' }).select());
    assert.equal(row.user_id, bob.id);
    await data(eve.client.from('todos').insert({ task: 'read a book' }));

    assert.deepEqual(tasks(await data(bob.client.from('todos').select('task'))), ['buy bread']);
    assert.deepEqual(tasks(await data(eve.client.from('todos').select('task'))), ['read a book']);
    assert.deepEqual(await data(eve.client.from('todos').update({ is_complete: true }).eq('id', row.id).select()), []);
    assert.deepEqual(await data(eve.client.from('todos').delete().eq('id', row.id).select()), []);
    const after = await data(bob.client.from('todos').select().eq('id', row.id).single());
    assert.equal(after.is_complete, false);
    assert.equal(after.updated_at, null);
  });

  it('write nothing for each other', async () => {
    const bob = await person(todo, 'bob');
    const eve = await person(todo, 'eve');
    await refused(eve.client.from('todos').insert({ task: 'pay Eve', user_id: bob.id }),
      403, '42501', 'new row violates row-level security policy for table "todos"');
    const mine = await data(eve.client.from('todos').insert({ task: 'a gift' }).select('id').single());
    await refused(eve.client.from('todos').update({ user_id: bob.id }).eq('id', mine.id), 403, '42501');
  });
});

describe('a person', () => {
  it('adds, ticks off, counts, filters and removes', async () => {
    const { client: own } = await person(todo);
    const made = await data(own.from('todos')
      .insert(['cook', 'sweep', 'mend bike', 'mend roof'].map((task, rank) => ({ task, rank }))).select());
    assert.equal(made.length, 4);

    const ticked = await data(own.from('todos').update({ is_complete: true }).in('task', ['cook', 'mend roof'])
      .select('task,updated_at').order('rank'));
    assert.deepEqual(tasks(ticked), ['cook', 'mend roof']);
    assert.ok(ticked.every(({ updated_at }) => updated_at));

    const { count, data: none } = await own.from('todos').select('*', { count: 'exact', head: true });
    assert.deepEqual([count, none], [4, null]);
    const page = await own.from('todos').select('task', { count: 'exact' })
      .ilike('task', 'MEND%').order('rank', { ascending: false }).range(0, 0);
    assert.deepEqual([page.status, page.count, tasks(page.data)], [206, 2, ['mend roof']]);
    assert.deepEqual(
      tasks(await data(own.from('todos').select('task').or('rank.gt.2,task.eq.sweep').order('rank'))),
      ['sweep', 'mend roof']);
    assert.equal(await data(own.from('todos').select().eq('task', 'nothing').maybeSingle()), null);
    await refused(own.from('todos').select().single(), 406, 'PGRST116');

    await data(own.from('todos').delete().is('is_complete', true));
    assert.equal((await own.from('todos').select('*', { count: 'exact', head: true })).count, 2);
  });

  it('upserts by the key', async () => {
    const { client: own } = await person(todo);
    const first = await data(own.from('todos').insert({ task: 'write' }).select().single());
    const rows = await data(own.from('todos')
      .upsert([{ id: first.id, task: 'write more' }, { id: first.id + 1_000_000, task: 'post it' }]).select().order('id'));
    assert.deepEqual(tasks(rows), ['write more', 'post it']);
    const kept = own.from('todos').upsert({ id: first.id, task: 'other' }, { ignoreDuplicates: true }).select();
    assert.deepEqual(await data(kept), []);
  });

  it('takes over no row of another by an upsert', async () => {
    const bob = await person(todo, 'bob');
    const eve = await person(todo, 'eve');
    const { id } = await data(bob.client.from('todos').insert({ task: 'secret' }).select().single());
    await refused(eve.client.from('todos').upsert({ id, task: 'mine now' }), 403, '42501');
    assert.equal((await data(bob.client.from('todos').select().eq('id', id).single())).task, 'secret');
  });

  it('is told what the table refuses', async () => {
    const { client: own } = await person(todo);
    await refused(own.from('todos').insert({ task: 'abc' }), 400, '23514', /todos_task_check/);
    await refused(own.from('todos').insert({ title: 'abcd' }), 400, 'PGRST204', /'title' column of 'todos'/);
    await refused(own.from('todo').select(), 404, 'PGRST205', /public\.todo/);
  });
});

describe('nobody in particular', () => {
  for (const key of ['anonKey', 'publishableKey']) {
    it(`sees and writes nothing: ${key}`, async () => {
      const anyone = client(todo, todo[key]);
      assert.deepEqual(await data(anyone.from('todos').select()), []);
      assert.equal((await anyone.from('todos').select('*', { count: 'exact', head: true })).count, 0);
      await refused(anyone.from('todos').insert({ task: 'anything' }), 401, '42501');
      assert.deepEqual(await data(anyone.from('todos').delete().gt('id', 0).select()), []);
    });
  }

  it('is again who signed out', async () => {
    const { client: own } = await person(todo);
    await data(own.from('todos').insert({ task: 'stay' }));
    await own.auth.signOut();
    assert.deepEqual(await data(own.from('todos').select()), []);
  });
});

describe('a server of one\'s own', () => {
  it('sees all, and takes away a person with nothing left to do', async () => {
    const bob = await person(todo, 'bob');
    const { id } = await data(bob.client.from('todos').insert({ task: 'last' }).select().single());
    const all = admin(todo);
    assert.equal((await data(all.from('todos').select('user_id').eq('id', id).single())).user_id, bob.id);
    assert.ok((await all.auth.admin.deleteUser(bob.id)).error, 'a row still refers to them');
    await data(all.from('todos').delete().eq('user_id', bob.id));
    await data(all.auth.admin.deleteUser(bob.id));
    await refused(client(todo).auth.signInWithPassword({ email: bob.email, password: 'correct horse battery' }),
      400, 'invalid_credentials');
  });
});

sessionsWork(todo);
