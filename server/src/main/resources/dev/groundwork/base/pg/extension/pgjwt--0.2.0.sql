-- JSON web tokens (RFC 7519) signed and checked with a shared secret, by pgcrypto.

create function url_encode(data bytea) returns text language sql immutable as $body$
  select rtrim(translate(encode(data, 'base64'), E'+/\n', '-_'), '=')
$body$;

create function url_decode(data text) returns bytea language sql immutable as $body$
  select decode(
    rpad(translate(data, '-_', '+/'), (4 * ceil(length(data) / 4.0))::integer, '='), 'base64')
$body$;

create function algorithm_sign(signables text, secret text, algorithm text) returns text
  language sql immutable as $body$
  select @extschema@.url_encode(@extschema:pgcrypto@.hmac(
    signables, secret,
    case algorithm when 'HS256' then 'sha256' when 'HS384' then 'sha384'
      when 'HS512' then 'sha512' else '' end))
$body$;

create function sign(payload json, secret text, algorithm text default 'HS256') returns text
  language sql immutable as $body$
  select signables || '.' || @extschema@.algorithm_sign(signables, secret, algorithm)
  from (
    select @extschema@.url_encode(
        convert_to(json_build_object('alg', algorithm, 'typ', 'JWT')::text, 'utf8'))
      || '.' || @extschema@.url_encode(convert_to(payload::text, 'utf8')) as signables
  ) as token
$body$;

create function try_cast_double(inp text) returns double precision
  language plpgsql immutable as $body$
begin
  return inp::double precision;
exception when others then
  return null;
end
$body$;

create function verify(token text, secret text, algorithm text default 'HS256')
  returns table (header json, payload json, valid boolean) language sql as $body$
  select
    convert_from(@extschema@.url_decode(parts[1]), 'utf8')::json,
    claims,
    parts[3] = @extschema@.algorithm_sign(parts[1] || '.' || parts[2], secret, algorithm)
      and tstzrange(
        to_timestamp(@extschema@.try_cast_double(claims ->> 'nbf')),
        to_timestamp(@extschema@.try_cast_double(claims ->> 'exp'))
      ) @> current_timestamp
  from string_to_array(token, '.') as parts,
    lateral (select convert_from(@extschema@.url_decode(parts[2]), 'utf8')::json as claims) as body
$body$;
