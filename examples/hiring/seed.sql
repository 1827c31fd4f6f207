-- The catalogue, and a small board to look around in. Run once, after the migrations.
-- The companies are known to hire the role; the openings, members and candidates are made up.

insert into levels (slug, name, experience) values
  ('junior', 'Junior', '[1,3)'),
  ('mid', 'Mid', '[3,5)'),
  ('senior', 'Senior', '[5,)');

insert into skills (name, kind)
select name, s.kind::skill_kind
from (values
  ('language', array['Java', 'Python', 'JavaScript (Node.js)', 'Go', 'Ruby', 'C#/.NET', 'PHP', 'C++']),
  ('framework', array['Spring Boot', 'Django', 'Flask', 'Express.js', 'Ruby on Rails']),
  ('relational database', array['PostgreSQL', 'MySQL', 'Oracle']),
  ('data store', array['MongoDB', 'Redis', 'Cassandra']),
  ('messaging', array['Kafka', 'RabbitMQ']),
  ('container', array['Docker', 'Kubernetes']),
  ('cloud', array['AWS', 'GCP', 'Azure']),
  ('observability', array['Prometheus', 'Grafana']),
  ('version control', array['Git']),
  ('interface', array['REST', 'RPC']),
  ('soft', array['Problem solving', 'Communication', 'Teamwork', 'Attention to detail', 'Adaptability',
    'Time management'])
) as s (kind, names)
cross join lateral unnest(s.names) as name;

insert into roles (slug, title, category, summary, also_known_as, recruited_titles, career_path, education,
  average_pay, market_pay)
values (
  'backend-engineer',
  'Backend Engineer',
  'Software',
  'Builds and maintains the server side of web and mobile applications: logic, databases and APIs.',
  array['Server-Side Engineer', 'API Developer', 'Software Engineer (Backend)'],
  array['Senior Backend Engineer', 'Backend Lead Software Engineer', 'Engineering Manager'],
  array['Senior Backend Engineer', 'Staff Backend Engineer', 'Principal Backend Engineer',
    'Lead Backend Engineer', 'Backend Architect', 'Solutions Architect', 'Engineering Manager'],
  'A bachelor''s degree in computer science or similar is common, not required; entry after 1-2 years of experience.',
  127000,
  '[50000,150000]'
);

insert into responsibilities (role_id, position, description)
select r.id, d.position, d.description
from roles r
cross join lateral unnest(array[
  'Design and build scalable services, microservices and APIs',
  'Design and optimise database schemas and queries',
  'Design and document REST APIs',
  'Keep data secure and private, and comply with the law',
  'Care for performance, low latency and high availability',
  'Write automated tests: unit, integration and end-to-end',
  'Run continuous integration and delivery',
  'Integrate payments and partner APIs',
  'Work with front-end engineers, product managers and designers',
  'Review code and mentor others',
  'Monitor production and debug its issues',
  'Administer and scale databases',
  'Apply caching, load balancing and asynchronous processing',
  'Migrate schemas',
  'Plan technical roadmaps',
  'Build minimum viable products'
]) with ordinality as d (description, position)
where r.slug = 'backend-engineer';

insert into role_faqs (role_id, position, question, answer)
select r.id, f.position, f.question, f.answer
from roles r
cross join (values
  (1, 'Backend or full-stack?', 'A backend engineer goes deep on servers, data and APIs; a full-stack engineer also builds the pages.'),
  (2, 'Which languages are most wanted?', 'Java, Python, JavaScript (Node.js) and Go lead most lists.'),
  (3, 'How should we interview?', 'With system design on real scenarios, taken from your own work.'),
  (4, 'What should we look out for?', 'Poor error handling, no tests, thin documentation, and no care for security.'),
  (5, 'How many do we need?', 'Two or three backend engineers for each product team.')
) as f (position, question, answer)
where r.slug = 'backend-engineer';

insert into role_skills (role_id, skill_id)
select r.id, s.id from roles r cross join skills s where r.slug = 'backend-engineer';

insert into pay_bands (role_id, level_id, pay_min, pay_max)
select r.id, l.id, b.pay_min, b.pay_max
from (values
  ('junior', 50000, 80000),
  ('mid', 80000, 127000),
  ('senior', 120000, 200000)
) as b (level, pay_min, pay_max)
join levels l on l.slug = b.level
cross join roles r
where r.slug = 'backend-engineer';

insert into companies (slug, name, about, headquarters) values
  ('google', 'Google', 'Search, advertising, cloud and Android.', 'Mountain View'),
  ('amazon', 'Amazon', 'Online retail and cloud computing.', 'Seattle'),
  ('microsoft', 'Microsoft', 'Operating systems, office software and cloud.', 'Redmond'),
  ('meta', 'Meta', 'Social networks and messaging.', 'Menlo Park'),
  ('netflix', 'Netflix', 'Films and series by streaming.', 'Los Gatos'),
  ('stripe', 'Stripe', 'Payments for the internet.', 'San Francisco'),
  ('coinbase', 'Coinbase', 'Trading and keeping of digital currencies.', 'San Francisco');

insert into members (company_id, user_id, full_name, role)
select c.id, m.user_id::uuid, m.full_name, m.role::member_role
from (values
  ('stripe', '10000000-0000-4000-8000-000000000001', 'Sam Rivera', 'owner'),
  ('stripe', '10000000-0000-4000-8000-000000000002', 'Noor Haddad', 'recruiter'),
  ('netflix', '10000000-0000-4000-8000-000000000003', 'Kim Jensen', 'owner')
) as m (company, user_id, full_name, role)
join companies c on c.slug = m.company;

-- Openings: one line each; the texts are put together below from the catalogue.
with
listed (company, title, level, team, location, work_type, employment_type, pay_min, pay_max, stack, day) as (
  values
    ('stripe', 'Senior Backend Engineer', 'senior', 'payments', 'San Francisco', 'hybrid', 'full-time', 160000, 200000, '{Java,PostgreSQL,Kafka,Kubernetes}', 20),
    ('stripe', 'Backend Engineer', 'mid', 'ledger', 'Dublin', 'remote', 'full-time', 95000, 127000, '{Ruby,"Ruby on Rails",PostgreSQL,Redis}', 19),
    ('google', 'Senior Backend Engineer', 'senior', 'maps', 'Zurich', 'on-site', 'full-time', 150000, 195000, '{C++,Java,RPC,GCP}', 18),
    ('google', 'Junior Backend Engineer', 'junior', 'photos', 'Munich', 'hybrid', 'full-time', 60000, 80000, '{Go,Python,GCP,Git}', 17),
    ('amazon', 'Backend Lead Software Engineer', 'senior', 'warehouse', 'Seattle', 'on-site', 'full-time', 155000, 200000, '{Java,AWS,Cassandra,Docker}', 16),
    ('amazon', 'Backend Engineer', 'mid', 'search', 'Berlin', 'hybrid', 'full-time', 85000, 115000, '{Java,"Spring Boot",AWS,REST}', 15),
    ('microsoft', 'Engineering Manager', 'senior', 'identity', 'Redmond', 'hybrid', 'full-time', 150000, 200000, '{C#/.NET,Azure,Kubernetes}', 14),
    ('microsoft', 'Backend Engineer', 'mid', 'documents', 'Remote, Europe', 'remote', 'part-time', 80000, 100000, '{C#/.NET,Azure,Redis}', 13),
    ('meta', 'Senior Backend Engineer', 'senior', 'messaging', 'London', 'hybrid', 'full-time', 140000, 190000, '{PHP,C++,MySQL,RPC}', 12),
    ('netflix', 'Senior Backend Engineer', 'senior', 'playback', 'Los Gatos', 'remote', 'full-time', 170000, 200000, '{Java,"Spring Boot",Cassandra,Kafka}', 11),
    ('netflix', 'Backend Engineer', 'mid', 'billing', 'Remote, USA', 'remote', 'contract', 90000, 120000, '{Python,PostgreSQL,RabbitMQ,Grafana}', 10),
    ('coinbase', 'Junior Backend Engineer', 'junior', 'wallet', 'Remote, USA', 'remote', 'full-time', 55000, 78000, '{Go,PostgreSQL,Docker,Prometheus}', 9)
),
opened as (
  insert into openings (company_id, role_id, level_id, title, about, qualifications, location, work_type,
    employment_type, pay_min, pay_max, perks, reports_to, status, published_at)
  select
    c.id, r.id, l.id, o.title,
    format('You build the services behind %s at %s: from the design of schemas and APIs to tests, '
      'delivery and a calm night on call.', o.team, c.name),
    format('Experience with %s, and care for tests, documentation and security.',
      array_to_string(o.stack::text[], ', ')),
    o.location, o.work_type::work_type, o.employment_type::employment_type, o.pay_min, o.pay_max,
    array['equity', 'health, dental and vision cover', 'flexible PTO', 'learning budget', '401(k) matching'],
    'Engineering Manager', 'published', timestamptz '2026-11-01 09:00+00' + o.day * interval '1 day'
  from listed o
  join companies c on c.slug = o.company
  join roles r on r.slug = 'backend-engineer'
  join levels l on l.slug = o.level
  order by o.day desc
  returning id, company_id, title
)
insert into opening_skills (opening_id, skill_id, required)
select opened.id, s.id, t.place <= 2
from listed o
join companies c on c.slug = o.company
join opened on opened.company_id = c.id and opened.title = o.title
cross join lateral unnest(o.stack::text[]) with ordinality as t (name, place)
join skills s on s.name = t.name;

-- A draft that nobody but its company sees, and what the company keeps to itself.
insert into openings (company_id, role_id, level_id, title, about, location, work_type, pay_min, pay_max)
select c.id, r.id, l.id, 'Staff Backend Engineer', 'Not yet agreed with finance.', 'San Francisco', 'hybrid',
  180000, 200000
from companies c
join roles r on r.slug = 'backend-engineer'
join levels l on l.slug = 'senior'
where c.slug = 'stripe';

insert into opening_internals (opening_id, budget, notes)
select o.id, o.pay_max + 10000, 'Budget agreed for this year.'
from openings o
join companies c on c.id = o.company_id
where c.slug in ('stripe', 'netflix');

insert into candidates (id, full_name, email, headline, location, years_experience, links) values
  ('20000000-0000-4000-8000-000000000001', 'Ada Okafor', 'ada@example.com', 'Payments and ledgers in Java',
    'Lagos', 8, '{"github": "https://example.com/ada"}'),
  ('20000000-0000-4000-8000-000000000002', 'Ben Ito', 'ben@example.com', 'Python and data', 'Osaka', 4, '{}'),
  ('20000000-0000-4000-8000-000000000003', 'Chen Novak', 'chen@example.com', 'Starting out with Go', 'Prague', 1, '{}');

insert into candidate_skills (candidate_id, skill_id, years)
select k.candidate_id::uuid, s.id, k.years
from (values
  ('20000000-0000-4000-8000-000000000001', 'Java', 8),
  ('20000000-0000-4000-8000-000000000001', 'PostgreSQL', 6),
  ('20000000-0000-4000-8000-000000000001', 'Kafka', 3),
  ('20000000-0000-4000-8000-000000000002', 'Python', 4),
  ('20000000-0000-4000-8000-000000000002', 'PostgreSQL', 2),
  ('20000000-0000-4000-8000-000000000003', 'Go', 1)
) as k (candidate_id, skill, years)
join skills s on s.name = k.skill;

insert into applications (opening_id, candidate_id, cover_letter)
select o.id, a.candidate_id::uuid, a.cover_letter
from (values
  (1, 'stripe', 'Senior Backend Engineer', '20000000-0000-4000-8000-000000000001', 'I kept a ledger right for five years.'),
  (2, 'netflix', 'Senior Backend Engineer', '20000000-0000-4000-8000-000000000001', 'I know the JVM well.'),
  (3, 'stripe', 'Backend Engineer', '20000000-0000-4000-8000-000000000002', 'I would like to learn Ruby with you.')
) as a (n, company, title, candidate_id, cover_letter)
join companies c on c.slug = a.company
join openings o on o.company_id = c.id and o.title = a.title
order by a.n;

update applications set stage = 'screening' where candidate_id = '20000000-0000-4000-8000-000000000001';
update applications a set stage = 'interview'
from companies c
where c.id = a.company_id and c.slug = 'stripe' and a.stage = 'screening';

-- Accounts of these people. None has a password: "Forgot your password?" sends a link to the mailbox.
insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
  raw_app_meta_data, raw_user_meta_data, confirmation_token, recovery_token, email_change_token_new, email_change,
  created_at, updated_at)
select '00000000-0000-0000-0000-000000000000', p.id::uuid, 'authenticated', 'authenticated', p.email, '', now(),
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object('full_name', p.full_name, 'side', p.side), '', '', '', '', now(), now()
from (values
  ('10000000-0000-4000-8000-000000000001', 'Sam Rivera', 'company', 'sam@stripe.example'),
  ('10000000-0000-4000-8000-000000000002', 'Noor Haddad', 'company', 'noor@stripe.example'),
  ('10000000-0000-4000-8000-000000000003', 'Kim Jensen', 'company', 'kim@netflix.example'),
  ('20000000-0000-4000-8000-000000000001', 'Ada Okafor', 'candidate', 'ada@example.com'),
  ('20000000-0000-4000-8000-000000000002', 'Ben Ito', 'candidate', 'ben@example.com'),
  ('20000000-0000-4000-8000-000000000003', 'Chen Novak', 'candidate', 'chen@example.com')
) as p (id, full_name, side, email);

insert into auth.identities (id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at)
select gen_random_uuid(), u.id, 'email', u.id::text,
  jsonb_build_object('sub', u.id, 'email', u.email, 'email_verified', true), now(), now(), now()
from auth.users u;
