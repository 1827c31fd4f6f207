-- Made-up data of any size: `groundwork start --rows N` runs fill.sql, which calls hiring.fill(N).
-- It needs the catalogue of seed.sql. The same seed of chance makes the same rows on the same major
-- version of PostgreSQL.

create function hiring.any_of(choices text[]) returns text
language sql volatile
as $$
  select choices[1 + floor(random() * cardinality(choices))::int]
$$;
comment on function hiring.any_of(text[]) is 'One of the choices, by chance.';

create function hiring.any_stack() returns text[]
language sql volatile
as $$
  select string_to_array(hiring.any_of(array[
    'Java|Spring Boot|PostgreSQL|Kafka|Kubernetes|REST',
    'Java|Spring Boot|Oracle|RabbitMQ|Docker|Azure',
    'Python|Django|PostgreSQL|Redis|AWS|REST',
    'Python|Flask|MongoDB|RabbitMQ|GCP|Docker',
    'Go|PostgreSQL|Kafka|Kubernetes|Prometheus|RPC',
    'Go|Cassandra|Redis|Docker|Grafana|RPC',
    'JavaScript (Node.js)|Express.js|MongoDB|Redis|AWS|REST',
    'Ruby|Ruby on Rails|MySQL|Redis|Docker|Git',
    'C#/.NET|Azure|RabbitMQ|Docker|REST|Git',
    'PHP|MySQL|Redis|Docker|REST|Git',
    'C++|Cassandra|Kafka|Prometheus|Grafana|RPC'
  ]), '|')
$$;
comment on function hiring.any_stack() is 'Names of skills that go together, by chance.';

create function hiring.any_name() returns text
language sql volatile
as $$
  select hiring.any_of('{Ada,Amina,Ben,Chen,Dana,Elif,Femi,Grace,Hana,Ivan,Jo,Kofi,Lea,Mateo,Nadia,Omar,Priya,Quinn,Rosa,Sven,Tara,Uma,Wei,Yuki,Zoe}')
    || ' ' || hiring.any_of('{Adler,Bauer,Castro,Diallo,Eriksen,Fischer,Garcia,Haddad,Ito,Jensen,Kim,Lopez,Mensah,Novak,Okafor,Park,Quist,Rossi,Silva,Tanaka,Usman,Varga,Weber,Young,Zhang}')
$$;
comment on function hiring.any_name() is 'A person''s name, by chance.';

create function hiring.any_city() returns text
language sql volatile
as $$
  select hiring.any_of('{Amsterdam,Austin,Berlin,Boston,Lisbon,London,Nairobi,"New York",Seattle,Singapore,Toronto,Warsaw}')
$$;
comment on function hiring.any_city() is 'A city, by chance.';

create function hiring.thousands(amount double precision) returns int
language sql immutable
as $$
  select 1000 * round(amount / 1000)::int
$$;
comment on function hiring.thousands(double precision) is 'Rounds an amount to thousands.';

create function hiring.fill_companies(amount int) returns bigint[]
language plpgsql set search_path = ''
as $$
declare
  start constant bigint := (select coalesce(max(id), 0) from public.companies);
begin
  insert into public.companies (slug, name, about, headquarters, created_at)
  select
    lower(replace(c.name, ' ', '-')) || '-' || start + c.n,
    c.name,
    format('%s builds software for %s.', c.name, c.trade),
    c.city,
    timestamptz '2024-01-01 09:00+00' + c.n % 700 * interval '1 day'
  from (
    select
      n,
      hiring.any_of('{Amber,Blue,Cedar,Copper,Delta,Granite,Harbor,Juniper,Lunar,Maple,North,Opal,Quiet,River,Silver,Summit}')
        || ' ' || hiring.any_of('{Bridge,Compass,Field,Forge,Garden,Lantern,Loom,Mill,Orchard,Peak,Signal,Stack,Tide,Works}')
        as name,
      hiring.any_of('{banks,clinics,farms,hotels,libraries,logistics,museums,schools,shops,"energy networks"}') as trade,
      hiring.any_city() as city
    from generate_series(1, amount) as n
  ) as c;

  insert into public.members (company_id, user_id, full_name, role)
  select c.id, md5('member ' || c.id || ' ' || n)::uuid, hiring.any_name(),
    case n when 1 then 'owner' when 2 then 'recruiter' else 'interviewer' end::public.member_role
  from public.companies c, generate_series(1, 3) as n
  where c.id > start;
  return array(select id from public.companies where id > start order by id);
end
$$;
comment on function hiring.fill_companies(int) is 'Makes up companies with three members each; gives their ids.';

create function hiring.fill_openings(companies bigint[], amount int) returns bigint[]
language plpgsql set search_path = ''
as $$
declare
  start constant bigint := (select coalesce(max(id), 0) from public.openings);
begin
  with
  bands as (
    select b.*, r.title, r.recruited_titles, l.slug as level,
      row_number() over (order by b.role_id, b.level_id) as n,
      count(*) over () as total,
      array(
        select lower(left(p.description, 1)) || substr(p.description, 2)
        from public.responsibilities p
        where p.role_id = b.role_id
        order by p.position
      ) as duties
    from public.pay_bands b
    join public.roles r on r.id = b.role_id
    join public.levels l on l.id = b.level_id
  ),
  drawn as materialized (
    select
      nextval(pg_get_serial_sequence('public.openings', 'id')) as id,
      companies[1 + floor(random() * cardinality(companies))::int] as company_id,
      random() as band,
      hiring.any_stack() as stack,
      hiring.any_of('{payments,search,identity,billing,messaging,analytics,catalogue,"data platform",ordering}') as team,
      hiring.any_city() as location,
      hiring.any_of('{remote,remote,hybrid,hybrid,hybrid,on-site}') as work_type,
      hiring.any_of('{full-time,full-time,full-time,full-time,part-time,contract}') as employment_type,
      random() * 0.4 as above,
      random() * 0.4 as below,
      hiring.any_of('{published,published,published,published,published,published,closed,draft}') as status,
      timestamptz '2026-01-05 09:00+00' + floor(random() * 300) * interval '1 day' as published_at
    from generate_series(1, amount)
  ),
  opened as (
    insert into public.openings (id, company_id, role_id, level_id, title, about, qualifications, location,
      work_type, employment_type, pay_min, pay_max, currency, perks, reports_to, status, published_at,
      closed_at, created_at)
    overriding system value
    select
      d.id, d.company_id, b.role_id, b.level_id,
      case b.level
        when 'junior' then 'Junior ' || b.title
        when 'senior' then hiring.any_of(b.recruited_titles)
        else b.title
      end,
      format('You join the %s team. Together with product managers and designers you build services that '
        'stay fast and available: you %s, and you %s.', d.team, b.duties[1 + d.id % 8], b.duties[9 + d.id % 8]),
      format('Experience with %s. Clear writing, and care for tests and security.',
        array_to_string(d.stack, ', ')),
      d.location, d.work_type::public.work_type, d.employment_type::public.employment_type,
      hiring.thousands(b.pay_min + (b.pay_max - b.pay_min) * d.above),
      hiring.thousands(b.pay_max - (b.pay_max - b.pay_min) * d.below),
      b.currency, '{equity,"flexible PTO","learning budget"}', 'Engineering Manager',
      d.status::public.opening_status,
      case when d.status <> 'draft' then d.published_at end,
      case when d.status = 'closed' then d.published_at + interval '45 days' end,
      d.published_at - interval '3 days'
    from drawn d
    join bands b on b.n = 1 + floor(d.band * b.total)
  )
  insert into public.opening_skills (opening_id, skill_id, required)
  select d.id, s.id, t.place <= 4
  from drawn d
  cross join lateral unnest(d.stack) with ordinality as t (name, place)
  join public.skills s on s.name = t.name;

  insert into public.opening_internals (opening_id, budget)
  select id, pay_max + 10000 from public.openings where id > start;
  return array(select id from public.openings where id > start and status <> 'draft' order by id);
end
$$;
comment on function hiring.fill_openings(bigint[], int) is
  'Makes up openings of the companies; gives the ids of those that candidates may have applied to.';

create function hiring.fill_candidates(amount int) returns uuid[]
language plpgsql set search_path = ''
as $$
declare
  start constant bigint := (select count(*) from public.candidates);
begin
  with
  drawn as materialized (
    select
      md5('candidate ' || start + n)::uuid as id,
      start + n as n,
      hiring.any_name() as full_name,
      hiring.any_stack() as stack,
      hiring.any_city() as location,
      floor(random() * random() * 20)::int as years
    from generate_series(1, amount) as n
  ),
  added as (
    insert into public.candidates (id, full_name, email, headline, location, years_experience, links)
    select id, full_name,
      lower(replace(full_name, ' ', '.')) || '.' || n || '@example.com',
      format('%s developer, %s years', stack[1], years),
      location, years,
      jsonb_build_object('github', 'https://example.com/' || lower(replace(full_name, ' ', '-')) || '-' || n)
    from drawn
  )
  insert into public.candidate_skills (candidate_id, skill_id, years)
  select d.id, s.id, greatest(d.years - t.place + 1, 0)
  from drawn d
  cross join lateral unnest(d.stack) with ordinality as t (name, place)
  join public.skills s on s.name = t.name;
  return array(
    select md5('candidate ' || n)::uuid from generate_series(start + 1, start + amount) as n
  );
end
$$;
comment on function hiring.fill_candidates(int) is 'Makes up candidates with their skills; gives their ids.';

create function hiring.fill_applications(openings bigint[], candidates uuid[], amount int) returns void
language plpgsql set search_path = ''
as $$
declare
  start constant bigint := (select coalesce(max(id), 0) from public.applications);
begin
  -- The history is written below, in one go and with its times: without the triggers.
  alter table public.applications disable trigger user;
  insert into public.applications (opening_id, company_id, candidate_id, stage, cover_letter, created_at)
  select
    o.id, o.company_id, drawn.candidate_id,
    case
      when drawn.fate < 0.40 then 'applied'
      when drawn.fate < 0.60 then 'screening'
      when drawn.fate < 0.72 then 'interview'
      when drawn.fate < 0.75 then 'offer'
      when drawn.fate < 0.77 then 'hired'
      when drawn.fate < 0.95 then 'rejected'
      else 'withdrawn'
    end::public.application_stage,
    format('I would like to work as %s with you.', o.title),
    o.published_at + drawn.days * interval '1 day'
  from (
    -- Each candidate applies to four neighbouring openings; openings at the front draw more.
    select
      c.id as candidate_id,
      openings[1 + (c.first + step) % cardinality(openings)] as opening_id,
      random() as fate,
      random() * 40 as days
    from (
      select t.id, floor(cardinality(openings) * random() * random())::int as first
      from unnest(candidates) as t (id)
    ) as c
    cross join generate_series(0, 3) as step
    limit amount
  ) as drawn
  join public.openings o on o.id = drawn.opening_id;
  alter table public.applications enable trigger user;

  insert into public.application_events (application_id, from_stage, to_stage, happened_at)
  select a.id, way.from_stage, way.to_stage, a.created_at + (way.step - 1) * interval '5 days'
  from public.applications a
  join (
    select reached::public.application_stage, step, from_stage::public.application_stage,
      to_stage::public.application_stage
    from (values
      ('applied', 1, null, 'applied'),
      ('screening', 1, null, 'applied'), ('screening', 2, 'applied', 'screening'),
      ('interview', 1, null, 'applied'), ('interview', 2, 'applied', 'screening'),
      ('interview', 3, 'screening', 'interview'),
      ('offer', 1, null, 'applied'), ('offer', 2, 'applied', 'screening'),
      ('offer', 3, 'screening', 'interview'), ('offer', 4, 'interview', 'offer'),
      ('hired', 1, null, 'applied'), ('hired', 2, 'applied', 'screening'),
      ('hired', 3, 'screening', 'interview'), ('hired', 4, 'interview', 'offer'),
      ('hired', 5, 'offer', 'hired'),
      ('rejected', 1, null, 'applied'), ('rejected', 2, 'applied', 'screening'),
      ('rejected', 3, 'screening', 'rejected'),
      ('withdrawn', 1, null, 'applied'), ('withdrawn', 2, 'applied', 'withdrawn')
    ) as v (reached, step, from_stage, to_stage)
  ) as way on way.reached = a.stage
  where a.id > start
  order by a.id, way.step;
end
$$;
comment on function hiring.fill_applications(bigint[], uuid[], int) is
  'Makes up applications with their history.';

create function hiring.fill(applications int) returns void
language plpgsql set search_path = ''
as $$
declare
  companies bigint[];
  openings bigint[];
  candidates uuid[];
begin
  perform setseed(0.42);
  companies := hiring.fill_companies(greatest(applications / 500, 3));
  openings := hiring.fill_openings(companies, greatest(applications / 25, 20));
  candidates := hiring.fill_candidates((applications + 3) / 4);
  perform hiring.fill_applications(openings, candidates, applications);
end
$$;
comment on function hiring.fill(int) is
  'Makes up that many applications, with the companies, openings and candidates that they need.';

revoke execute on function
  hiring.any_of(text[]),
  hiring.any_stack(),
  hiring.any_name(),
  hiring.any_city(),
  hiring.thousands(double precision),
  hiring.fill_companies(int),
  hiring.fill_openings(bigint[], int),
  hiring.fill_candidates(int),
  hiring.fill_applications(bigint[], uuid[], int),
  hiring.fill(int)
  from public;
