// Servers that the tests of the examples run against: each on free ports, with a copy of an example's folder.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const groundwork = join(dirname(fileURLToPath(import.meta.url)), '../groundwork');
const MINUTES_TO_START = 5; // the first start builds the server

/**
 * Starts servers, runs files of tests against them, stops them and removes what they kept. Of a server NAME the tests
 * find NAME_URL, NAME_ADMIN_URL, NAME_FOLDER and NAME_KEYS, as `groundwork keys` prints them. Gives the exit code.
 *
 * `servers` are `{ name, folder, extra, settings }`: the example's folder, one more folder of migrations if any, and
 * variables.
 */
export async function testWith(servers, tests) {
  const work = mkdtempSync(join(tmpdir(), `${servers[0].name}-test-`));
  const started = [];
  try {
    for (const server of servers) await start(server, work, started);
    return runTests(started, tests);
  } finally {
    await Promise.all(started.map(stop));
    rmSync(work, { recursive: true, force: true });
  }
}

/** A key that `groundwork keys` printed. */
export function printedKey(printed, name) {
  return new RegExp(`^${name}=(.+)$`, 'm').exec(printed)[1];
}

async function start({ name, folder, extra, settings }, work, started) {
  const project = join(work, name);
  cpSync(folder, project, {
    recursive: true,
    filter: (path) => !['.groundwork', 'test'].includes(basename(path)),
  });
  if (extra) cpSync(extra, join(project, 'migrations'), { recursive: true });
  const [port, adminPort] = [await freePort(), await freePort()];
  const log = join(work, `${name}.log`);
  const output = openSync(log, 'w');
  const child = spawn(groundwork,
    ['start', project, '--port', port, '--admin-port', adminPort],
    { stdio: ['ignore', output, output], env: { ...process.env, ...settings } });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  started.push({ name, project, log, child, ended, url: `http://127.0.0.1:${port}`, adminUrl });
  const deadline = Date.now() + MINUTES_TO_START * 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`${adminUrl}/health/ready`).catch(() => null);
    if (ready?.ok) return;
    await sleep(200);
  }
  throw new Error(`the server "${name}" did not start:\n${readFileSync(log, 'utf8')}`);
}

function runTests(started, tests) {
  const env = { ...process.env, NODE_NO_WARNINGS: '1' };
  for (const { name, project, url, adminUrl } of started) {
    const keys = spawnSync(groundwork, ['keys', project, '--show-secret'], { encoding: 'utf8' });
    if (keys.status !== 0) throw new Error(`no keys: ${keys.stderr}`);
    const prefix = name.toUpperCase();
    env[`${prefix}_URL`] = url;
    env[`${prefix}_ADMIN_URL`] = adminUrl;
    env[`${prefix}_FOLDER`] = project;
    env[`${prefix}_KEYS`] = keys.stdout;
  }
  const args = ['--test', '--test-concurrency=1', ...process.argv.slice(2), ...tests];
  const { status } = spawnSync(process.execPath, args, { env, stdio: 'inherit' });
  if (status !== 0) {
    for (const { name, log } of started) console.error(`The last lines of "${name}":\n${tail(log)}`);
  }
  return status ?? 1;
}

function tail(file) {
  return readFileSync(file, 'utf8').split('\n').slice(-30).join('\n');
}

async function stop({ child, ended }) {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await ended;
  }
}

async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(String(port)));
    });
  });
}
