// The API as an application meets it: the unmodified supabase-js client.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { board, client, people, token } from './board.mjs';

const anyone = client();
const sam = client(token(people.sam));
const kim = client(token(people.kim));
const ada = client(token(people.ada));
const ben = client(token(people.ben));
const chen = client(token(people.chen));
const service = client(board.serviceKey);

/** The data of an answer that must have worked. */
async function data(query) {
  const { data, error } = await query;
  assert.equal(error, null, JSON.stringify(error));
  return data;
}

/** The error of an answer that must have failed. */
async function refusal(query) {
  const { data, error, status } = await query;
  assert.notEqual(error, null, `expected a refusal, got ${JSON.stringify(data)}`);
  return { ...error, status };
}

describe('reading', () => {
  it('embeds to-one, to-many and many-to-many', async () => {
    const opening = await data(anyone.from('openings')
      .select('title, companies(name), opening_skills(required), skills(name)')
      .eq('id', 1).order('name', { referencedTable: 'skills' }).single());
    assert.equal(opening.title, 'Senior Backend Engineer');
    assert.deepEqual(opening.companies, { name: 'Stripe' });
    assert.equal(opening.opening_skills.length, 4);
    assert.deepEqual(opening.skills.map((s) => s.name), ['Java', 'Kafka', 'Kubernetes', 'PostgreSQL']);
  });

  it('embeds with aliases, nested, with limits', async () => {
    const [role] = await data(anyone.from('roles')
      .select('name:title, duties:responsibilities(position), pay_bands(pay_max, level:levels(slug))')
      .order('position', { referencedTable: 'duties' }).limit(2, { referencedTable: 'duties' })
      .eq('pay_bands.pay_min', 120000));
    assert.deepEqual(role, {
      name: 'Backend Engineer',
      duties: [{ position: 1 }, { position: 2 }],
      pay_bands: [{ pay_max: 200000, level: { slug: 'senior' } }],
    });
  });

  it('keeps rows by an inner embed', async () => {
    const rows = await data(anyone.from('openings')
      .select('id, companies!inner(slug)').eq('companies.slug', 'netflix').order('id'));
    assert.deepEqual(rows.map((r) => r.id), [10, 11]);
  });

  it('filters with every kind of operator', async () => {
    const cards = () => anyone.from('opening_cards').select('id').order('id');
    const ids = async (query) => (await data(query)).map((row) => row.id);
    assert.deepEqual(await ids(cards().eq('work_type', 'remote').gte('pay_max', 120000)), [2, 10, 11]);
    assert.deepEqual(await ids(cards().in('company', ['Meta', 'Coinbase'])), [9, 12]);
    assert.deepEqual(await ids(cards().contains('skills', ['Java', 'Kafka'])), [1, 10]);
    assert.deepEqual(await ids(cards().overlaps('skills', ['Ruby', 'PHP'])), [2, 9]);
    assert.deepEqual(await ids(cards().ilike('title', '%lead%')), [5]);
    assert.deepEqual(await ids(cards().likeAnyOf('company', ['Goo%', 'Met%'])), [3, 4, 9]);
    assert.deepEqual(await ids(cards().or('pay_max.lt.90000,and(company.eq.Stripe,pay_min.gt.150000)')), [1, 4, 12]);
    assert.deepEqual(await ids(cards().not('employment_type', 'eq', 'full-time')), [8, 11]);
    assert.deepEqual(await ids(cards().match({ company: 'Google', level: 'Junior' })), [4]);
    assert.deepEqual(await ids(cards().lt('id', 4).neq('id', 2)), [1, 3]);
    const openings = anyone.from('openings').select('id').order('id');
    assert.deepEqual(await ids(openings.rangeAdjacent('pay', '[200001,300000)')), [1, 5, 7, 10]);
    assert.deepEqual(await ids(anyone.from('openings').select('id')
      .textSearch('search', 'kafka -kubernetes', { type: 'websearch', config: 'english' })), [10]);
    assert.deepEqual(await ids(anyone.from('openings').select('id').is('closed_at', null).gt('id', 11)), [12]);
  });

  it('pages and counts', async () => {
    const page = await anyone.from('skills').select('name', { count: 'exact' }).order('id').range(2, 3);
    assert.equal(page.count, 37);
    assert.equal(page.status, 206);
    assert.deepEqual(page.data.map((s) => s.name), ['JavaScript (Node.js)', 'Go']);
    const head = await anyone.from('openings').select('*', { count: 'exact', head: true });
    assert.equal(head.count, 12);
    assert.equal(head.data, null);
    assert.ok((await anyone.from('openings').select('id', { count: 'planned' })).count > 0);
    assert.equal((await anyone.from('openings').select('id', { count: 'estimated' })).count, 12);
  });

  it('says when a page lies beyond the end', async () => {
    const error = await refusal(anyone.from('levels').select('id', { count: 'exact' }).range(10, 19));
    assert.equal(error.status, 416);
    assert.equal(error.code, 'PGRST103');
  });

  it('gives one row, at most one, or an error', async () => {
    assert.equal((await data(anyone.from('levels').select('name').eq('slug', 'mid').single())).name, 'Mid');
    assert.equal(await data(anyone.from('levels').select('name').eq('slug', 'none').maybeSingle()), null);
    const none = await refusal(anyone.from('levels').select('name').eq('slug', 'none').single());
    assert.equal(none.status, 406);
    assert.equal(none.code, 'PGRST116');
    assert.equal((await refusal(anyone.from('levels').select('name').single())).code, 'PGRST116');
  });

  it('casts, renames and reaches into JSON', async () => {
    const row = await data(ada.from('candidates').select('name:full_name, years_experience::text, links->>github').single());
    assert.deepEqual(row, { name: 'Ada Okafor', years_experience: '8', github: 'https://example.com/ada' });
  });

  it('gives CSV', async () => {
    const csv = await data(anyone.from('levels').select('id,slug').order('id').csv());
    assert.equal(csv, 'id,slug\n1,junior\n2,mid\n3,senior');
  });

  it('can be given up', async () => {
    const abort = new AbortController();
    abort.abort();
    const { error } = await anyone.from('openings').select('id').abortSignal(abort.signal);
    assert.match(error.message, /abort/i);
    assert.equal((await data(anyone.from('levels').select('id'))).length, 3);
  });

  it('names what does not exist', async () => {
    const table = await refusal(anyone.from('opening').select());
    assert.deepEqual([table.status, table.code], [404, 'PGRST205']);
    assert.match(table.hint, /openings/);
    const column = await refusal(anyone.from('openings').select('titel'));
    assert.deepEqual([column.status, column.code], [400, '42703']);
    const embed = await refusal(anyone.from('openings').select('id, members(user_id)'));
    assert.deepEqual([embed.status, embed.code], [400, 'PGRST200']);
  });

  it('treats SQL in values as text', async () => {
    assert.deepEqual(await data(anyone.from('levels').select('id').eq('slug', "x'; drop table levels; --")), []);
    assert.deepEqual(await data(anyone.from('levels').select('id').in('slug', ['a,b', '"', ')', "'"])), []);
    assert.equal((await data(anyone.from('levels').select('id'))).length, 3);
  });
});

describe('writing', () => {
  it('inserts one row and gives it back', async () => {
    const row = await data(chen.from('candidate_skills').insert({ skill_id: 12, years: 1 }).select().single());
    assert.deepEqual(row, { candidate_id: people.chen, skill_id: 12, years: 1 });
  });

  it('inserts many rows, with defaults for what is missing', async () => {
    const rows = await data(chen.from('candidate_skills')
      .insert([{ skill_id: 13, years: 3 }, { skill_id: 14 }], { defaultToNull: false })
      .select('skill_id, years').order('skill_id'));
    assert.deepEqual(rows, [{ skill_id: 13, years: 3 }, { skill_id: 14, years: 0 }]);
  });

  it('inserts all rows or none', async () => {
    const error = await refusal(chen.from('candidate_skills')
      .insert([{ skill_id: 15, years: 1 }, { skill_id: 16, years: 99 }]));
    assert.deepEqual([error.status, error.code], [400, '23514']);
    assert.deepEqual(await data(chen.from('candidate_skills').select('skill_id').in('skill_id', [15, 16])), []);
  });

  it('answers a duplicate with 409', async () => {
    await data(chen.from('candidate_skills').insert({ skill_id: 17, years: 1 }));
    const error = await refusal(chen.from('candidate_skills').insert({ skill_id: 17, years: 2 }));
    assert.deepEqual([error.status, error.code], [409, '23505']);
  });

  it('upserts', async () => {
    const put = (years, options) => chen.from('candidate_skills')
      .upsert({ candidate_id: people.chen, skill_id: 18, years }, options).select('years');
    assert.deepEqual(await data(put(1)), [{ years: 1 }]);
    assert.deepEqual(await data(put(2, { onConflict: 'candidate_id,skill_id' })), [{ years: 2 }]);
    assert.deepEqual(await data(put(3, { ignoreDuplicates: true })), []);
    assert.deepEqual(await data(chen.from('candidate_skills').select('years').eq('skill_id', 18)), [{ years: 2 }]);
  });

  it('updates and deletes what the filters choose', async () => {
    await data(chen.from('candidate_skills').insert({ skill_id: 19, years: 1 }));
    const updated = await data(chen.from('candidate_skills').update({ years: 4 }).eq('skill_id', 19).select('years'));
    assert.deepEqual(updated, [{ years: 4 }]);
    const { count } = await chen.from('candidate_skills').delete({ count: 'exact' }).eq('skill_id', 19);
    assert.equal(count, 1);
    assert.equal(await data(chen.from('candidate_skills').select().eq('skill_id', 19).maybeSingle()), null);
  });
});

describe('functions', () => {
  it('searches by words and skills, and embeds from the result', async () => {
    const found = await anyone.rpc('search_openings', { query: 'kafka' }, { count: 'exact' })
      .select('id, companies(name)').eq('work_type', 'remote');
    assert.equal(found.error, null);
    assert.equal(found.count, 1);
    assert.deepEqual(found.data, [{ id: 10, companies: { name: 'Netflix' } }]);
    const java = await data(anyone.rpc('search_openings', { skills: ['Java', 'Kafka'] }, { get: true }).select('id').order('id'));
    assert.deepEqual(java.map((o) => o.id), [1, 10]);
  });

  it('walks an opening from draft to closed', async () => {
    const draft = await data(sam.from('openings').insert({
      company_id: 6, role_id: 1, level_id: 2, title: 'Backend Engineer, Tax', about: 'VAT everywhere.',
      location: 'Dublin', work_type: 'hybrid', pay_min: 90000, pay_max: 110000,
    }).select('id, status').single());
    assert.equal(draft.status, 'draft');
    assert.deepEqual(await data(anyone.from('openings').select('id').eq('id', draft.id)), []);

    const published = await data(sam.rpc('publish_opening', { opening_id: draft.id }));
    assert.equal(published.status, 'published');
    assert.equal((await data(anyone.from('openings').select('id').eq('id', draft.id))).length, 1);
    const again = await refusal(sam.rpc('publish_opening', { opening_id: draft.id }));
    assert.deepEqual([again.status, again.code, again.hint], [409, 'PT409', 'Only drafts can be published.']);

    assert.equal((await data(sam.rpc('close_opening', { opening_id: draft.id }))).status, 'closed');
    assert.deepEqual(await data(anyone.from('openings').select('id').eq('id', draft.id)), []);
  });

  it('walks an application from applying to withdrawing', async () => {
    const applied = await data(ben.rpc('apply_to_opening', { opening_id: 11, cover_letter: 'Hello' }));
    assert.deepEqual([applied.stage, applied.company_id, applied.candidate_id], ['applied', 5, people.ben]);
    assert.equal((await refusal(ben.rpc('apply_to_opening', { opening_id: 11 }))).code, 'PT409');

    const moved = await data(kim.rpc('move_application', {
      application_id: applied.id, to_stage: 'screening', note: 'Call on Monday.',
    }));
    assert.equal(moved.stage, 'screening');
    const jump = await refusal(kim.rpc('move_application', { application_id: applied.id, to_stage: 'hired' }));
    assert.deepEqual([jump.status, jump.code], [409, 'PT409']);
    assert.match(jump.hint, /interview, rejected/);

    assert.equal((await data(ben.rpc('withdraw_application', { application_id: applied.id }))).stage, 'withdrawn');
    const history = await data(ben.from('application_events').select('to_stage').eq('application_id', applied.id).order('id'));
    assert.deepEqual(history.map((e) => e.to_stage), ['applied', 'screening', 'withdrawn']);
    const pipeline = await data(kim.rpc('pipeline', { opening_id: 11 }).gt('applications', 0));
    assert.deepEqual(pipeline, [{ stage: 'withdrawn', applications: 1 }]);
  });

  it('names a function that does not exist', async () => {
    const error = await refusal(anyone.rpc('search_opening', { query: 'x' }));
    assert.deepEqual([error.status, error.code], [404, 'PGRST202']);
    assert.match(error.hint, /search_openings/);
  });
});

describe('what must not be visible', () => {
  it('hides people and applications from anyone without a token', async () => {
    for (const table of ['candidates', 'candidate_skills', 'applications', 'application_events',
      'application_notes', 'members', 'opening_internals']) {
      const error = await refusal(anyone.from(table).select());
      assert.deepEqual([table, error.status, error.code], [table, 401, '42501']);
    }
  });

  it('hides a candidate from other candidates', async () => {
    const names = await data(ada.from('candidates').select('full_name'));
    assert.deepEqual(names, [{ full_name: 'Ada Okafor' }]);
    assert.deepEqual(await data(ada.from('applications').select('id').neq('candidate_id', people.ada)), []);
    assert.deepEqual(await data(ada.from('candidate_skills').select().eq('candidate_id', people.ben)), []);
    assert.equal((await refusal(ada.rpc('withdraw_application', { application_id: 3 }))).status, 404);
  });

  it('hides notes, budgets and colleagues from candidates', async () => {
    for (const table of ['application_notes', 'opening_internals', 'members']) {
      assert.deepEqual(await data(ada.from(table).select()), [], table);
    }
  });

  it('hides one company from another', async () => {
    assert.deepEqual(await data(kim.from('openings').select('id').eq('id', 13)), []);
    assert.deepEqual(await data(kim.from('applications').select('id').neq('company_id', 5)), []);
    assert.deepEqual(await data(kim.from('candidates').select('full_name').eq('id', people.chen)), []);
    assert.deepEqual(await data(kim.from('members').select('full_name')), [{ full_name: 'Kim Jensen' }]);
    assert.deepEqual(await data(kim.from('openings').update({ title: 'Stolen' }).eq('id', 1).select()), []);
    assert.equal((await refusal(kim.rpc('publish_opening', { opening_id: 13 }))).status, 404);
    assert.equal((await refusal(kim.rpc('move_application', { application_id: 1, to_stage: 'offer' }))).status, 404);
  });

  it('refuses to write for others or past the functions', async () => {
    const denied = async (query) => {
      const error = await refusal(query);
      assert.deepEqual([error.status, error.code], [403, '42501']);
    };
    await denied(ada.from('applications').update({ stage: 'hired' }).eq('id', 1));
    await denied(ada.from('applications').insert({ opening_id: 13 }));
    await denied(ada.from('candidate_skills').insert({ candidate_id: people.ben, skill_id: 20 }));
    await denied(sam.from('openings').update({ status: 'published' }).eq('id', 13));
    await denied(kim.from('opening_skills').insert({ opening_id: 1, skill_id: 8 }));
  });

  it('shows service_role everything', async () => {
    assert.ok((await data(service.from('applications').select('id'))).length >= 3);
    assert.ok((await data(service.from('candidates').select('id'))).length >= 3);
    assert.ok((await data(service.from('openings').select('id').eq('status', 'draft'))).length >= 1);
  });

  it('takes no token that does not hold', async () => {
    const old = client(token(people.ada, { exp: 1 }));
    const forged = client(`${token(people.ada).slice(0, -4)}AAAA`);
    const noRole = client(token(people.ada, { role: 'postgres' }));
    assert.equal((await refusal(old.from('levels').select())).status, 401);
    assert.equal((await refusal(forged.from('levels').select())).status, 401);
    assert.ok([401, 403].includes((await refusal(noRole.from('levels').select())).status));
  });
});

describe('other schemas', () => {
  it('are not there', async () => {
    const hidden = createClient(board.url, board.anonKey, {
      db: { schema: 'hiring' },
      auth: { persistSession: false },
      realtime: { transport: globalThis.WebSocket ?? class {} },
    });
    const error = await refusal(hidden.rpc('fill', { applications: 1 }));
    assert.deepEqual([error.status, error.code], [406, 'PGRST106']);
  });
});
