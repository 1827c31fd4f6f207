-- The types and functions of the extension http, so that functions written for it can be made. To
-- call them is an error: a request that SQL waits for holds a connection and a transaction open.

create domain http_method as text;
create type http_header as (field varchar, value varchar);
create type http_response as (
  status integer, content_type varchar, headers http_header[], content varchar);
create type http_request as (
  method http_method, uri varchar, headers http_header[], content_type varchar, content varchar);

create function http(request http_request) returns http_response language plpgsql as $body$
begin
  raise 'the extension http is not available on this server' using errcode = '0A000',
    hint = 'use net.http_get and net.http_post, which are sent after the commit, or --db-url with'
      ' a server that has the extension';
end
$body$;

create function http_header(field varchar, value varchar) returns http_header language sql as $body$
  select row($1, $2)::@extschema@.http_header
$body$;

create function http_get(uri varchar) returns http_response language sql as $body$
  select @extschema@.http(row('GET', $1, null, null, null)::@extschema@.http_request)
$body$;
create function http_get(uri varchar, data jsonb) returns http_response language sql as $body$
  select @extschema@.http(row('GET', $1, null, null, null)::@extschema@.http_request)
$body$;
create function http_post(uri varchar, content varchar, content_type varchar)
  returns http_response language sql as $body$
  select @extschema@.http(row('POST', $1, null, $3, $2)::@extschema@.http_request)
$body$;
create function http_post(uri varchar, data jsonb) returns http_response language sql as $body$
  select @extschema@.http(row('POST', $1, null, null, $2::text)::@extschema@.http_request)
$body$;
create function http_put(uri varchar, content varchar, content_type varchar)
  returns http_response language sql as $body$
  select @extschema@.http(row('PUT', $1, null, $3, $2)::@extschema@.http_request)
$body$;
create function http_patch(uri varchar, content varchar, content_type varchar)
  returns http_response language sql as $body$
  select @extschema@.http(row('PATCH', $1, null, $3, $2)::@extschema@.http_request)
$body$;
create function http_delete(uri varchar) returns http_response language sql as $body$
  select @extschema@.http(row('DELETE', $1, null, null, null)::@extschema@.http_request)
$body$;
create function http_delete(uri varchar, content varchar, content_type varchar)
  returns http_response language sql as $body$
  select @extschema@.http(row('DELETE', $1, null, $3, $2)::@extschema@.http_request)
$body$;
create function http_head(uri varchar) returns http_response language sql as $body$
  select @extschema@.http(row('HEAD', $1, null, null, null)::@extschema@.http_request)
$body$;

create function http_set_curlopt(curlopt varchar, value varchar) returns boolean
  language sql as $body$ select true $body$;
create function http_reset_curlopt() returns boolean language sql as $body$ select true $body$;
create function http_list_curlopt() returns table (curlopt text, value text)
  language sql as $body$ select null::text, null::text where false $body$;

create function urlencode(string varchar) returns text language sql immutable strict as $body$
  select coalesce(string_agg(
    case when chr(byte) ~ '[A-Za-z0-9_.~-]' then chr(byte)
      else '%' || upper(lpad(to_hex(byte), 2, '0')) end, '' order by at), '')
  from (
    select at, get_byte(bytes, at) as byte
    from (select convert_to($1, 'UTF8') as bytes) as text,
      generate_series(0, length(bytes) - 1) as at
  ) as each
$body$;

create function text_to_bytea(data text) returns bytea language sql immutable as $body$
  select convert_to(data, 'UTF8')
$body$;
create function bytea_to_text(data bytea) returns text language sql immutable as $body$
  select convert_from(data, 'UTF8')
$body$;
