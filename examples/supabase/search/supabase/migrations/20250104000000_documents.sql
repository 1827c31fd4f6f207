-- Documents of their owners, found by what they are about.
create table public.documents (
  id bigint generated always as identity primary key,
  owner_id uuid not null default auth.uid() references auth.users on delete cascade,
  title text not null,
  embedding extensions.vector(4)
);
alter table public.documents enable row level security;
create policy "own" on public.documents for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create index on public.documents using hnsw (embedding vector_cosine_ops);

create function public.match_documents(
  query_embedding extensions.vector(4), match_threshold float, match_count int)
returns table (id bigint, title text, similarity float) language sql stable as $$
  select id, title, 1 - (embedding <=> query_embedding)
  from documents
  where 1 - (embedding <=> query_embedding) > match_threshold
  order by embedding <=> query_embedding
  limit least(match_count, 200)
$$;
