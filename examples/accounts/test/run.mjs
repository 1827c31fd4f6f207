// Starts two servers on free ports with copies of the folder, runs the tests against them, stops them.
// Arguments are passed on to `node --test`.

import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testWith } from '../../servers.mjs';

// Hundreds of mails and codes from one machine: these tests are not about limits.
const MANY = {
  GROUNDWORK_AUTH_RATE_LIMIT_EMAIL_SENT: '100000',
  GROUNDWORK_AUTH_RATE_LIMIT_SMS_SENT: '100000',
};
// Of the first server, whose addresses need confirmation; a file of tests that needs a setting adds it here.
const CONFIRMING = {
  ...MANY,
  GROUNDWORK_AUTH_EMAIL_MAX_FREQUENCY: '0s',
  GROUNDWORK_AUTH_SMS_MAX_FREQUENCY: '0s',
  GROUNDWORK_AUTH_EMAIL_SECURE_PASSWORD_CHANGE: 'true',
  GROUNDWORK_AUTH_ADDITIONAL_REDIRECT_URLS: 'https://app.example.com/**',
};
const QUICK = {
  ...MANY,
  GROUNDWORK_AUTH_EMAIL_ENABLE_CONFIRMATIONS: 'false',
  GROUNDWORK_AUTH_EMAIL_MAX_FREQUENCY: '1m',
  GROUNDWORK_AUTH_SMS_ENABLE_CONFIRMATIONS: 'false',
  GROUNDWORK_AUTH_ENABLE_ANONYMOUS_SIGN_INS: 'false',
};

const here = dirname(fileURLToPath(import.meta.url));
const project = { folder: dirname(here), extra: join(here, 'extra') };
const tests = readdirSync(here)
  .filter((file) => file.endsWith('.test.mjs') && file.includes(process.env.ONLY ?? ''))
  .map((file) => join(here, file));
process.exitCode = 1;
process.exitCode = await testWith(
  [{ ...project, name: 'confirming', settings: CONFIRMING }, { ...project, name: 'quick', settings: QUICK }],
  tests,
);
