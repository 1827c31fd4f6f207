select 'pg_collation'::regclass::oid, c.oid, 0, 'collation', 'collation ' || c.oid::regcollation,
  'collation ' || c.oid::regcollation, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'owner', @owner(c.collowner),
    'comment', obj_description(c.oid, 'pg_collation'),
    'definition', format('create collation %s (provider = %s, %sdeterministic = %s)', c.oid::regcollation,
      case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
      coalesce('locale = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale')) || ', ',
        format('lc_collate = %L, lc_ctype = %L, ', c.collcollate, c.collctype)),
      case when c.collisdeterministic then 'true' else 'false' end))
from pg_collation c join pg_namespace n on n.oid = c.collnamespace
where @ours(n) and not @member(pg_collation, c.oid)
