-- Applying, moving and withdrawing.

-- Runs with the caller's rights: the policies of "applications" and "openings" decide, this only
-- says more clearly what is wrong.
create function apply_to_opening(opening_id bigint, cover_letter text default '') returns applications
language plpgsql set search_path = ''
as $$
declare
  application public.applications;
begin
  if not hiring.is_open(opening_id) then
    raise sqlstate 'PT404' using
      message = format('opening %s does not exist or takes no applications', opening_id),
      hint = 'Look for openings with search_openings.';
  end if;
  if not exists (select from public.candidates c where c.id = hiring.caller_id()) then
    raise sqlstate 'PT409' using
      message = 'you have no profile yet',
      hint = 'Insert one into "candidates" first: full_name and email are enough.';
  end if;
  insert into public.applications as a (opening_id, cover_letter)
  values (apply_to_opening.opening_id, coalesce(apply_to_opening.cover_letter, ''))
  on conflict do nothing
  returning a.* into application;
  if not found then
    raise sqlstate 'PT409' using
      message = format('you already applied to opening %s', opening_id),
      hint = 'Read your applications from "applications".';
  end if;
  return application;
end
$$;
comment on function apply_to_opening(bigint, text) is
$$Apply to a published opening

For candidates: people with a row of their own in "candidates".$$;

create function move_application(
  application_id bigint, to_stage application_stage, note text default null
) returns applications
language plpgsql security definer set search_path = ''
as $$
declare
  application public.applications;
  allowed text;
begin
  select a.* into application
  from public.applications a
  where a.id = move_application.application_id
    and a.company_id = any (array(select hiring.company_ids()))
  for update;
  if not found then
    raise sqlstate 'PT404' using
      message = format('application %s does not exist, or its company is not yours', application_id),
      hint = 'Only members of the company may move it.';
  end if;

  if not exists (
    select from public.stage_moves m
    where m.from_stage = application.stage and m.to_stage = move_application.to_stage
  ) then
    select string_agg(m.to_stage::text, ', ' order by m.to_stage) into allowed
    from public.stage_moves m where m.from_stage = application.stage;
    raise sqlstate 'PT409' using
      message = format('an application cannot move from "%s" to "%s"', application.stage, to_stage),
      hint = case
        when allowed is null then format('"%s" is final.', application.stage)
        else format('From "%s" it can move to: %s.', application.stage, allowed)
      end;
  end if;

  update public.applications a
  set stage = move_application.to_stage
  where a.id = application.id
  returning a.* into application;
  if note is not null then
    insert into public.application_notes (application_id, body) values (application.id, note);
  end if;
  return application;
end
$$;
comment on function move_application(bigint, application_stage, text) is
$$Move an application to another stage

"stage_moves" lists the moves that exist. The history is written by itself; a note stays with the
company. For members of the opening's company.$$;

create function withdraw_application(application_id bigint) returns applications
language plpgsql security definer set search_path = ''
as $$
declare
  application public.applications;
begin
  select a.* into application
  from public.applications a
  where a.id = withdraw_application.application_id and a.candidate_id = hiring.caller_id()
  for update;
  if not found then
    raise sqlstate 'PT404' using
      message = format('application %s does not exist or is not yours', application_id),
      hint = 'Only the candidate may withdraw it.';
  end if;
  if not exists (select from public.stage_moves m where m.from_stage = application.stage) then
    raise sqlstate 'PT409' using
      message = format('an application that is %s cannot be withdrawn', application.stage),
      hint = format('"%s" is final.', application.stage);
  end if;
  update public.applications a
  set stage = 'withdrawn'
  where a.id = application.id
  returning a.* into application;
  return application;
end
$$;
comment on function withdraw_application(bigint) is
$$Withdraw an application

For the candidate who made it, until it is hired or rejected.$$;

-- Counted with the caller's rights, so it can be neither more nor less than what they may see.
create function pipeline(opening_id bigint)
returns table (stage application_stage, applications bigint)
language sql stable
as $$
  select s.stage, count(a.id)
  from unnest(enum_range(null::public.application_stage)) as s (stage)
  left join public.applications a on a.opening_id = pipeline.opening_id and a.stage = s.stage
  group by s.stage
  order by s.stage
$$;
comment on function pipeline(bigint) is
$$Count an opening's applications by stage

Counts what the caller may see: all for members of the company, their own for candidates.$$;

revoke execute on function
  apply_to_opening(bigint, text),
  move_application(bigint, application_stage, text),
  withdraw_application(bigint),
  pipeline(bigint)
  from public;
grant execute on function
  apply_to_opening(bigint, text),
  move_application(bigint, application_stage, text),
  withdraw_application(bigint),
  pipeline(bigint)
  to authenticated;
grant execute on function pipeline(bigint) to service_role;
