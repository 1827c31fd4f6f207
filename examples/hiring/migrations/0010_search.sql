-- Finding openings: a search function that ranks, and a flat view for lists and exports.

-- Under row-level security the index on openings.search stays unused, since "@@" is not leakproof.
-- So the match runs with its owner's rights, looks at published openings only, and gives away
-- nothing but their ids; reading the rows is subject to the caller's policies again.
-- https://www.postgresql.org/docs/current/rules-privileges.html
create function hiring.match_openings(words tsquery) returns table (opening_id bigint, rank real)
language sql stable security definer set search_path = ''
as $$
  select o.id, ts_rank(o.search, words)
  from public.openings o
  where o.status = 'published' and o.search @@ words
$$;
comment on function hiring.match_openings(tsquery) is 'Published openings that contain the words, ranked.';

create function hiring.openings_asking_for(skills text[]) returns setof bigint
language sql stable set search_path = ''
as $$
  select os.opening_id
  from public.opening_skills os
  join public.skills s on s.id = os.skill_id
  where s.name = any (skills)
  group by os.opening_id
  having count(*) = (select count(distinct name) from unnest(skills) as name)
$$;
comment on function hiring.openings_asking_for(text[]) is 'Openings that ask for all of the skills.';

create function search_openings(query text default '', skills text[] default '{}')
returns setof openings
language plpgsql stable set search_path = ''
as $$
declare
  any_skills constant boolean := coalesce(cardinality(skills), 0) = 0;
begin
  if coalesce(btrim(query), '') = '' then
    return query
      select o.*
      from public.openings o
      where o.status = 'published'
        and (any_skills or o.id in (select hiring.openings_asking_for(skills)))
      order by o.published_at desc, o.id;
  else
    return query
      select o.*
      from hiring.match_openings(websearch_to_tsquery('english', query)) m
      join public.openings o on o.id = m.opening_id
      where any_skills or o.id in (select hiring.openings_asking_for(skills))
      order by m.rank desc, o.published_at desc, o.id;
  end if;
end
$$;
comment on function search_openings(text, text[]) is
$$Search the published openings

"query" is what people type into a search box: words, "phrases in quotes", or, -without. The best
match comes first; without words the newest. "skills" narrows to openings that ask for all of them.
The result is rows of "openings": filter, order, page and embed as there.$$;

-- A view reads with its owner's rights, so this one may show published openings only. It is no
-- security barrier: that would put the skills of all openings together before a page of ten is cut.
-- Clients filter with built-in operators, which tell nothing about rows that they do not return.
create view opening_cards as
select
  o.id,
  o.title,
  o.company_id,
  c.name as company,
  o.role_id,
  r.title as role,
  o.level_id,
  l.name as level,
  o.location,
  o.work_type,
  o.employment_type,
  o.pay_min,
  o.pay_max,
  o.currency,
  array(
    select s.name
    from opening_skills os
    join skills s on s.id = os.skill_id
    where os.opening_id = o.id
    order by not os.required, s.name
  ) as skills,
  o.published_at
from openings o
join companies c on c.id = o.company_id
join roles r on r.id = o.role_id
join levels l on l.id = o.level_id
where o.status = 'published';
comment on view opening_cards is 'Published openings, flat: one row with all that a list or an export shows.';
comment on column opening_cards.skills is 'Names of the skills asked for, required ones first.';

revoke execute on function hiring.match_openings(tsquery), hiring.openings_asking_for(text[]),
  search_openings(text, text[]) from public;
grant execute on function hiring.match_openings(tsquery), hiring.openings_asking_for(text[]),
  search_openings(text, text[]) to anon, authenticated, service_role;
grant select on opening_cards to anon, authenticated, service_role;
