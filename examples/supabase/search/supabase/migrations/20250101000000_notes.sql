create extension if not exists vector with schema extensions;
create extension if not exists wrappers with schema extensions;
create extension if not exists pg_tle;
create extension if not exists pgtap with schema extensions;

create table public.notes (
  id bigint generated always as identity primary key,
  content text not null,
  embedding vector(3),
  small extensions.halfvec(3)
);
create index on public.notes using hnsw (embedding vector_cosine_ops) with (m = 16, ef_construction = 64);
create index on public.notes using ivfflat (embedding) with (lists = 100);
create index notes_small on public.notes using "hnsw" ((embedding::halfvec(3)) "extensions"."halfvec_l2_ops")
  with ("m"='16', "ef_construction"='64');
do $$
begin
  execute 'create index on public.notes using ivfflat (embedding vector_ip_ops) with (lists = 10)';
end
$$;

create function public.nearest(query_embedding vector(3), match_count int)
returns table (content text, similarity float) language plpgsql as $$
#variable_conflict use_column
begin
  return query
  select content, 1 - (notes.embedding <=> query_embedding)
  from public.notes
  order by notes.embedding <=> query_embedding
  limit match_count;
end
$$;

create foreign data wrapper stripe_wrapper handler stripe_fdw_handler validator stripe_fdw_validator;
create server stripe foreign data wrapper stripe_wrapper options (api_key_name 'stripe');
create foreign table public.customers (id text) server stripe options (object 'customers');
