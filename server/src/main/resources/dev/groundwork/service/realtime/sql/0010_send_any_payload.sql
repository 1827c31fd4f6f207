-- skip when: coalesce(pg_get_functiondef(to_regprocedure('realtime.send(jsonb, text, text, boolean)')), '') !~ 'message_id uuid'
-- The id in a payload is the sender's own and may be of any kind, such as the number of a row; that
-- of the message is another.
set local role supabase_realtime_admin;

create or replace function realtime.send(
  payload jsonb, event text, topic text, private boolean default true
) returns void language plpgsql as $body$
declare
  generated uuid := gen_random_uuid();
  content jsonb := payload;
begin
  begin
    if jsonb_typeof(content) = 'object' and not content ? 'id' then
      content := content || jsonb_build_object('id', generated);
    end if;
    perform set_config('realtime.topic', send.topic, true);
    insert into realtime.messages (id, payload, event, topic, private, extension)
    values (generated, content, send.event, send.topic, send.private, 'broadcast');
  exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
  end;
end
$body$;
