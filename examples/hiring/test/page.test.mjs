// The page as a person meets it, in headless Chromium where it is installed.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { board, linkOf, people, token } from './board.mjs';

const browserPath = [
  process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path));
const skip = browserPath ? false : 'no Chromium: install it, or set CHROMIUM to its path';

const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update'];
const PASSWORD = 'a horse on a staple';
const DESKTOP = { width: 1200, height: 900 };
const PHONE = { width: 390, height: 844 };
const shots = process.env.SCREENSHOTS; // a folder to leave pictures in

describe('the page', { skip }, () => {
  let browser;
  let page;
  let complaints;

  before(async () => {
    const root = process.getuid?.() === 0;
    browser = await chromium.launch({
      executablePath: browserPath,
      args: root ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
    });
    if (shots) mkdirSync(shots, { recursive: true });
  });

  after(async () => browser.close());

  beforeEach(async () => {
    page = await browser.newPage({ viewport: DESKTOP });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== board.url) complaints.push(`foreign: ${request.url()}`);
    });
  });

  afterEach(async () => {
    await page.close();
    assert.deepEqual(complaints, []);
  });

  async function open(hash = '#/') {
    await page.goto(`${board.url}/${hash}`);
    await settled();
  }

  /** Waits until the view that the address asks for is shown. */
  async function settled() {
    await page.waitForSelector('#main:not([aria-busy]) h1');
  }

  async function count(text) {
    await page.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
  }

  /** In the open dialog. */
  async function useToken(text) {
    await page.getByText('Use a token instead').click();
    await page.getByLabel('Token').fill(text);
    await page.getByRole('button', { name: 'Use this token' }).click();
  }

  /** In the open dialog. */
  async function usePassword(email, password) {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByLabel('Password').fill(password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
  }

  async function signIn(email, password) {
    await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
    await usePassword(email, password);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  }

  /** Fills the form to sign up and follows the link of the mail. */
  async function signUp({ name, email, company }) {
    const form = page.getByRole('main');
    await form.getByLabel('Full name').fill(name);
    await form.getByLabel('E-mail').fill(email);
    await form.getByLabel('Password').fill(PASSWORD);
    if (company) {
      await form.getByText('I hire').click();
      await form.getByLabel('Company').fill(company);
    }
    await shot(company ? 'sign-up-company' : 'sign-up');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText(`We sent a link to ${email}.`).waitFor();
    await page.goto(await linkOf(email));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await settled();
    assert.equal(new URL(page.url()).hash, '#/');
  }

  const who = () => page.locator('#who').innerText();

  const titles = () => page.locator('.card h2').allTextContents();

  async function shot(name) {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
  }

  it('lists the openings, newest first', async () => {
    await open();
    await count('12 openings');
    assert.equal((await titles()).length, 10);
    assert.match(await page.locator('.card').first().innerText(), /Stripe · San Francisco/);
    assert.match(await page.locator('.card').first().innerText(), /\$160,000 – 200,000/);
    await shot('list-desktop');
  });

  it('pages', async () => {
    await open();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByText('Page 2 of 2').waitFor();
    assert.equal((await titles()).length, 2);
    await page.getByRole('link', { name: 'Previous' }).click();
    await page.getByText('Page 1 of 2').waitFor();
    assert.equal((await titles()).length, 10);
  });

  it('narrows by words', async () => {
    await open();
    await page.getByLabel('Search').fill('kafka -payments');
    await page.getByRole('button', { name: 'Search' }).click();
    await count('1 opening');
    assert.match(await page.locator('.card').innerText(), /Netflix/);
  });

  it('narrows by level, work type, skill and company', async () => {
    await open();
    await page.getByLabel('Level').selectOption('Senior');
    await count('6 openings');
    await page.getByLabel('Skill').selectOption('Java');
    await count('4 openings');
    await page.getByLabel('Work type').selectOption('remote');
    await count('1 opening');
    await page.getByLabel('Company').selectOption('Google');
    await page.getByText('No opening fits.').waitFor();
    await page.getByRole('link', { name: 'Show all openings' }).click();
    await count('12 openings');
  });

  it('keeps a search in its address', async () => {
    await open('#/?level=junior&q=go');
    await count('2 openings');
    assert.equal(await page.getByLabel('Search').inputValue(), 'go');
    assert.equal(await page.getByLabel('Level').inputValue(), 'junior');
  });

  it('shows what people typed as text', async () => {
    await open(`#/?q=${encodeURIComponent('<img src=x onerror=alert(1)> "quoted')}`);
    await count('0 openings');
    assert.equal(await page.locator('main img').count(), 0);
  });

  it('shows an opening with its company, skills and responsibilities', async () => {
    await open();
    await page.getByRole('link', { name: 'Senior Backend Engineer' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Senior Backend Engineer' }).waitFor();
    const text = await page.locator('main').innerText();
    for (const part of ['Stripe · San Francisco', 'Kubernetes', 'Review code and mentor others',
      'Payments for the internet.', 'Sign in to apply.']) {
      assert.ok(text.includes(part), part);
    }
    await shot('opening-desktop');
  });

  it('says when an opening is not on the board', async () => {
    await open('#/openings/13');
    await page.getByText('This opening is not on the board').waitFor();
  });

  it('refuses what is no token', async () => {
    await open();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await useToken('hello');
    await page.getByText('This is not a token').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await count('12 openings');
  });

  it('lets a candidate apply, see the history and withdraw', async () => {
    await open('#/openings/12');
    await page.getByRole('button', { name: 'Sign in' }).first().click();
    await useToken(token(people.chen));
    await page.getByText('You apply as Chen Novak').waitFor();
    await page.getByLabel('Cover letter').fill('I would like to start with you.');
    await page.getByRole('button', { name: 'Send application' }).click();
    await page.getByText('Coinbase has your application.').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'My applications' }).click();
    await page.getByRole('heading', { level: 1, name: 'My applications' }).waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText(/^withdrawn/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Withdraw' }).count(), 0);
    await shot('applications-desktop');
  });

  it('takes a token from the address and removes it there', async () => {
    await open(`#token=${token(people.ada)}`);
    assert.equal(new URL(page.url()).hash, '#/');
    await page.getByRole('link', { name: 'My applications' }).click();
    await page.getByRole('heading', { level: 1, name: 'My applications' }).waitFor();
    assert.deepEqual((await titles()).length, 2);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Sign in to see them.').waitFor();
  });

  it('signs up a candidate, who applies', async () => {
    await open();
    await page.getByRole('link', { name: 'Create an account' }).click();
    await signUp({ name: 'Dina Æbelø', email: 'dina@example.com' });
    assert.equal(await who(), 'Dina Æbelø');
    assert.equal(await page.getByRole('link', { name: 'My company' }).count(), 0);
    await open('#/openings/1');
    await page.getByText('You apply as Dina Æbelø (dina@example.com).').waitFor();
    await page.getByRole('button', { name: 'Send application' }).click();
    await page.getByText('Stripe has your application.').waitFor();
    await page.reload();
    await settled();
    assert.equal(await who(), 'Dina Æbelø');
  });

  it('tells a wrong password, and signs in with the right one', async () => {
    await open();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await usePassword('dina@example.com', 'not the password');
    await page.getByText('The address or the password is wrong.').waitFor();
    await shot('wrong-password');
    complaints.splice(0, complaints.length, ...complaints.filter((each) => !/status of 400/.test(each)));
    await usePassword('dina@example.com', PASSWORD);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    assert.equal(await who(), 'Dina Æbelø');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  });

  it('sets a new password by the link of a mail', async () => {
    await open();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('main').getByLabel('E-mail').fill('sam@stripe.example');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('a link is on its way').waitFor();
    const link = await linkOf('sam@stripe.example');
    await page.goto(link);
    await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('You are signed in as sam@stripe.example.').waitFor();
    assert.equal(await who(), 'Sam Rivera · owner at Stripe');
    await page.goto(link);
    await page.getByText('This link has been used, or is too old.').waitFor();
    assert.equal(new URL(page.url()).hash, '#/');
  });

  it('shows a member the applications to their company, and moves one', async () => {
    await open();
    await signIn('sam@stripe.example', PASSWORD);
    await page.getByRole('link', { name: 'My company' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stripe' }).waitFor();
    const dina = page.getByRole('listitem').filter({ hasText: 'dina@example.com' });
    await dina.getByRole('button', { name: 'Move to screening' }).click();
    await dina.getByText('screening', { exact: true }).waitFor();
    await dina.getByRole('button', { name: 'Move to interview' }).waitFor();
    await shot('company-desktop');
  });

  it('signs up a company, which publishes an opening', async () => {
    await open('#/sign-up');
    await signUp({ name: 'Eli Moss', email: 'eli@acme.example', company: 'Acme Rockets' });
    assert.equal(await who(), 'Eli Moss · owner at Acme Rockets');
    await page.getByRole('link', { name: 'My company' }).click();
    await page.getByRole('main').getByLabel('Title').fill('Guidance Engineer');
    await page.getByLabel('Location').fill('Oslo');
    await page.getByLabel('Pay from').fill('90000');
    await page.getByLabel('to', { exact: true }).fill('120000');
    await page.getByLabel('About the work').fill('Keep rockets on their way.');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('button', { name: 'Close' }).waitFor();
    await open();
    await count('13 openings');
    await open('#/company');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('closed', { exact: true }).waitFor();
    await shot('company-new');
  });

  it('lets an owner invite somebody, who joins by the link', async () => {
    await open();
    await signIn('eli@acme.example', PASSWORD);
    await open('#/company');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const link = await page.getByLabel('Send them this link').inputValue();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).waitFor();
    await page.goto(link);
    await page.getByRole('heading', { name: 'Join your company' }).waitFor();
    await signUp({ name: 'Fee Lund', email: 'fee@acme.example' });
    assert.equal(await who(), 'Fee Lund · recruiter at Acme Rockets');
  });

  it('fits a phone', async () => {
    await page.setViewportSize(PHONE);
    for (const [name, hash] of [['list', '#/'], ['opening', '#/openings/1'], ['sign-up', '#/sign-up']]) {
      await open(hash);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= PHONE.width, `${name} is ${width} wide`);
      await shot(`${name}-phone`);
    }
  });

  it('can be used with the keyboard', async () => {
    await open();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the content');
    await page.getByLabel('Search').focus();
    await page.keyboard.type('kafka');
    await page.keyboard.press('Enter');
    await count('2 openings');
  });
});
