select 'pg_event_trigger'::regclass::oid, e.oid, 0, 'event trigger', 'event trigger ' || quote_ident(e.evtname),
  'event trigger ' || quote_ident(e.evtname), null,
  jsonb_build_object('name', quote_ident(e.evtname), 'comment', obj_description(e.oid, 'pg_event_trigger'),
    'owner', @owner(e.evtowner), 'enabled', e.evtenabled,
    'definition', format('create event trigger %I on %s%s execute function %s()', e.evtname, e.evtevent,
      ' when tag in (' || (select string_agg(quote_literal(t), ', ') from unnest(e.evttags) t) || ')',
      e.evtfoid::regproc))
from pg_event_trigger e join pg_proc p on p.oid = e.evtfoid join pg_namespace n on n.oid = p.pronamespace
where @ours(n) and not @member(pg_event_trigger, e.oid)
