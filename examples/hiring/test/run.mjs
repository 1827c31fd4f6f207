// Starts the board on free ports with a copy of the folder, runs the tests against it, stops it.
// Arguments are passed on to `node --test`.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testWith } from '../../servers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const board = {
  name: 'board',
  folder: dirname(here),
  settings: { GROUNDWORK_AUTH_RATE_LIMIT_EMAIL_SENT: '1000' },
};
const tests = ['page.test.mjs', 'accounts.test.mjs', 'api.test.mjs', 'openapi.test.mjs',
  'schema.test.mjs'];
process.exitCode = 1;
process.exitCode = await testWith([board], tests.map((file) => join(here, file)));
