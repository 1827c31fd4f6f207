create or replace function public.push() returns trigger language plpgsql security definer as $$
declare
  token text;
begin
  select decrypted_secret into token from vault.decrypted_secrets where name = 'push_token';
  perform net.http_post(
    url := 'http://127.0.0.1:9/push',
    headers := jsonb_build_object('Authorization', 'Bearer ' || coalesce(token, '')),
    body := jsonb_build_object('text', new.message));
  perform realtime.broadcast_changes(
    'channel:' || new.channel_id::text, tg_op, tg_op, tg_table_name, tg_table_schema, new, null);
  return new;
end;
$$;
create trigger push after insert on messages for each row execute function push();
create policy "members listen" on realtime.messages for select to authenticated
  using (realtime.topic() like 'channel:%' and realtime.messages.extension = 'broadcast');
select cron.schedule('forget', '0 3 * * *', $$delete from public.messages where id < 0$$);
grant usage on schema public to chat_bot;
