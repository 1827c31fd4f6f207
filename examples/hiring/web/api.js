// The REST API of this board, with plain fetch. Without a token the caller is anonymous.

import { session } from './session.js';

const BASE = new URL('rest/v1/', document.baseURI);

/** What the server answered when it refused: message, code and hint as it sent them. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.message ?? `The server answered ${status}.`);
    this.status = status;
    this.code = body.code;
    this.hint = body.hint;
  }
}

async function request(path, { method = 'GET', params = {}, prefer, single, body, signal } = {}) {
  const url = new URL(path, BASE);
  for (const [key, value] of Object.entries(params)) {
    url.searchParams.append(key, value);
  }
  const headers = { accept: single ? 'application/vnd.pgrst.object+json' : 'application/json' };
  const token = await session.freshToken();
  if (token) headers.authorization = `Bearer ${token}`;
  if (prefer) headers.prefer = prefer;
  if (body) headers['content-type'] = 'application/json';
  const response = await fetch(url, { method, headers, signal, body: body && JSON.stringify(body) });
  if (!response.ok) {
    throw new ApiError(response.status, await response.json().catch(() => ({})));
  }
  return response;
}

async function read(path, params, options) {
  return (await request(path, { params, ...options })).json();
}

const CARD = 'id,title,location,work_type,employment_type,pay_min,pay_max,currency,published_at,'
  + 'company:companies!inner(name,slug),level:levels!inner(name,slug),'
  + 'opening_skills(required,skill:skills(name))';

/** A page of published openings and how many there are in all. */
export async function findOpenings({ query, skill, level, workType, company, page, size, signal }) {
  const params = { select: CARD, limit: size, offset: (page - 1) * size };
  if (level) params['level.slug'] = `eq.${level}`;
  if (company) params['company.slug'] = `eq.${company}`;
  if (workType) params.work_type = `eq.${workType}`;
  const options = { prefer: 'count=exact', signal };
  let response;
  if (query || skill) {
    if (query) params.query = query;
    if (skill) params.skills = `{${JSON.stringify(skill)}}`;
    response = await request('rpc/search_openings', { params, ...options });
  } else {
    Object.assign(params, { status: 'eq.published', order: 'published_at.desc,id' });
    response = await request('openings', { params, ...options });
  }
  const total = Number(response.headers.get('content-range').split('/')[1]);
  return { total, openings: await response.json() };
}

/** What the filters offer. */
export async function readFilters() {
  const [levels, companies, skills] = await Promise.all([
    read('levels', { select: 'slug,name', order: 'id' }),
    read('companies', { select: 'slug,name', order: 'name' }),
    read('skills', { select: 'name', kind: 'neq.soft', order: 'name' }),
  ]);
  return { levels, companies, skills };
}

/** One opening with its company, role and skills; null when there is none to see. */
export async function readOpening(id) {
  const select = 'id,title,about,qualifications,location,work_type,employment_type,pay_min,pay_max,'
    + 'currency,perks,reports_to,status,published_at,company:companies(name,slug,about,headquarters),'
    + 'level:levels(name,slug),role:roles(title,summary,responsibilities(position,description)),'
    + 'opening_skills(required,skill:skills(name,kind))';
  const params = { id: `eq.${id}`, select, 'role.responsibilities.order': 'position' };
  return (await read('openings', params))[0] ?? null;
}

/** The caller's own profile, or null. */
export async function readProfile() {
  const params = { id: `eq.${session.userId}`, select: 'id,full_name,email' };
  return (await read('candidates', params))[0] ?? null;
}

/** The caller's own profile and companies. */
export async function readMe() {
  const [profile, companies] = await Promise.all([
    readProfile(),
    read('members', {
      user_id: `eq.${session.userId}`,
      select: 'full_name,role,company:companies(id,name,slug)',
      order: 'created_at',
    }),
  ]);
  return { profile, companies };
}

export async function createProfile(profile) {
  await request('candidates', { method: 'POST', body: profile, prefer: 'return=minimal' });
}

export async function apply(openingId, coverLetter) {
  const body = { opening_id: openingId, cover_letter: coverLetter };
  return (await request('rpc/apply_to_opening', { method: 'POST', body })).json();
}

/** The caller's own applications, newest first, with their history. */
export async function readApplications() {
  return read('applications', {
    candidate_id: `eq.${session.userId}`,
    select: 'id,stage,created_at,opening:openings(id,title,company:companies(name)),'
      + 'application_events(id,to_stage,happened_at)',
    order: 'created_at.desc,id.desc',
    'application_events.order': 'id',
  });
}

export async function withdraw(applicationId) {
  const body = { application_id: applicationId };
  return (await request('rpc/withdraw_application', { method: 'POST', body })).json();
}

export async function createCompany(name, fullName) {
  const body = { name, full_name: fullName };
  return (await request('rpc/create_company', { method: 'POST', body })).json();
}

export async function acceptInvitation(code, fullName) {
  const body = { code, full_name: fullName };
  return (await request('rpc/accept_invitation', { method: 'POST', body })).json();
}

/** What a company's member works with: its openings with their applications, and its members. */
export async function readCompany(companyId) {
  const company = `eq.${companyId}`;
  const [openings, members, moves] = await Promise.all([
    read('openings', {
      company_id: company,
      select: 'id,title,location,status,level:levels(name),applications(id,stage,cover_letter,created_at,'
        + 'candidate:candidates(full_name,email,headline))',
      order: 'status,published_at.desc.nullsfirst,id.desc',
      'applications.order': 'created_at,id',
    }),
    read('members', { company_id: company, select: 'user_id,full_name,role', order: 'created_at,full_name' }),
    read('stage_moves', { select: 'from_stage,to_stage', order: 'to_stage' }),
  ]);
  return { openings, members, moves };
}

/** A code with which somebody joins the company. */
export async function invite(companyId, role) {
  const body = { company_id: companyId, role };
  const options = { method: 'POST', body, prefer: 'return=representation', single: true };
  return (await (await request('invitations', options)).json()).code;
}

export async function draftOpening(opening) {
  const [role] = await read('roles', { select: 'id', order: 'id', limit: 1 });
  const body = { ...opening, role_id: role.id };
  await request('openings', { method: 'POST', body, prefer: 'return=minimal' });
}

export async function readLevels() {
  return read('levels', { select: 'id,name', order: 'id' });
}

export async function publishOpening(openingId) {
  await request('rpc/publish_opening', { method: 'POST', body: { opening_id: openingId } });
}

export async function closeOpening(openingId) {
  await request('rpc/close_opening', { method: 'POST', body: { opening_id: openingId } });
}

export async function moveApplication(applicationId, stage) {
  const body = { application_id: applicationId, to_stage: stage };
  await request('rpc/move_application', { method: 'POST', body });
}
