// Starts one project after another on free ports with a copy of its folder, runs its tests against it, stops it.
// Arguments are passed on to `node --test`.

import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testWith } from '../../servers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const projects = readdirSync(here)
  .filter((file) => file.endsWith('.test.mjs') && file.includes(process.env.ONLY ?? ''))
  .map((file) => file.replace('.test.mjs', ''));
let failed = 0;
process.exitCode = 1;
for (const name of projects) {
  console.log(`--- ${name}`);
  const code = await testWith([{ name, folder: join(dirname(here), name) }], [join(here, `${name}.test.mjs`)]);
  failed ||= code;
}
process.exitCode = failed;
