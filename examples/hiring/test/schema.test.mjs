// The commands on the schema beside the running board: its types with supabase-js, its dump, its migrations.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const groundwork = join(here, '../../../groundwork');

function run(...command) {
  const args = [...command, `--folder=${process.env.BOARD_FOLDER}`];
  const result = spawnSync(groundwork, args, { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stdout + result.stderr);
  return result.stdout;
}

const program = `
import { createClient } from '@supabase/supabase-js'
import type { Database, Enums, Tables, TablesInsert } from './database'

const client = createClient<Database>('http://localhost', 'key')

export async function use() {
  const { data } = await client.from('companies').select('id, name, openings(id, title)')
  const id: number | undefined = data?.[0].id
  const title: string | undefined = data?.[0].openings[0].title
  const row: Tables<'companies'> | null = (await client.from('companies').select('*').single()).data
  const stage: Enums<'application_stage'> = 'applied'
  // @ts-expect-error there is no such column
  await client.from('companies').select('id').eq('nothing', 1)
  // @ts-expect-error a name is needed
  const insert: TablesInsert<'companies'> = { slug: 'x' }
  // @ts-expect-error the database gives the id
  await client.from('companies').insert({ id: 1, name: 'a', slug: 'b' })
  return [id, title, row, stage, insert]
}
`;

it('supabase-js is typed by the types that are written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hiring-types-'));
  try {
    writeFileSync(join(folder, 'database.ts'), run('types', 'typescript'));
    writeFileSync(join(folder, 'use.ts'), program);
    symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'));
    const check = spawnSync(join(here, 'node_modules/.bin/tsc'),
      ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'esnext',
        '--moduleResolution', 'bundler', 'use.ts'],
      { cwd: folder, encoding: 'utf8' });
    assert.equal(check.stdout, '');
    assert.equal(check.status, 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('the database is what its migrations say', () => {
  assert.equal(run('migrate', 'verify'), 'The database is what its migrations say.\n');
});

it('two dumps are the same', () => {
  const dump = run('schema', 'dump');
  assert.match(dump, /create table public\.companies \(/);
  assert.equal(run('schema', 'dump'), dump);
});
