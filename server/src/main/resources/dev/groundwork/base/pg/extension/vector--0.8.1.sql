-- Vectors as pgvector has them, by means of PostgreSQL alone: a vector is kept as its text, which
-- is a JSON array, and distances are computed in SQL. Results are exact; a search reads every row.
-- The indexes can be made, so that migrations apply, and are never used.

create access method hnsw type index handler hashhandler;
create access method ivfflat type index handler hashhandler;
comment on access method hnsw is 'In name only: searches for vectors read every row';
comment on access method ivfflat is 'In name only: searches for vectors read every row';

-- Distances of arrays, which the functions of all types of vectors come down to.
create function vector_checked(a real[], b real[]) returns void language plpgsql
  immutable strict parallel safe as $body$
begin
  if cardinality(a) <> cardinality(b) then
    raise 'different vector dimensions % and %', cardinality(a), cardinality(b)
      using errcode = '22000';
  end if;
end
$body$;

create function vector_distance(kind text, a real[], b real[]) returns double precision
  language plpgsql immutable strict parallel safe set search_path = pg_catalog as $body$
declare
  result double precision;
begin
  if cardinality(a) <> cardinality(b) then
    raise 'different vector dimensions % and %', cardinality(a), cardinality(b)
      using errcode = '22000';
  end if;
  case kind
    when 'l2' then
      select sqrt(sum((x::float8 - y) * (x::float8 - y))) into result from unnest(a, b) as t (x, y);
    when 'ip' then
      select sum(x::float8 * y) into result from unnest(a, b) as t (x, y);
    when 'l1' then
      select sum(abs(x::float8 - y)) into result from unnest(a, b) as t (x, y);
    else
      select case when sum(x::float8 * x) = 0 or sum(y::float8 * y) = 0 then 'NaN'
        else 1 - greatest(-1, least(1,
          sum(x::float8 * y) / (sqrt(sum(x::float8 * x)) * sqrt(sum(y::float8 * y))))) end
      into result from unnest(a, b) as t (x, y);
  end case;
  return result;
end
$body$;

create function vector_sums(state double precision[], value real[]) returns double precision[]
  language plpgsql immutable parallel safe set search_path = pg_catalog as $body$
begin
  if value is null then
    return state;
  elsif state is null or cardinality(state) = 0 then
    return array[1::float8] || value::float8[];
  elsif cardinality(state) <> cardinality(value) + 1 then
    raise 'different vector dimensions % and %', cardinality(state) - 1, cardinality(value)
      using errcode = '22000';
  end if;
  return (
    select array_agg(s + v order by at)
    from unnest(state, array[1::float8] || value::float8[]) with ordinality as t (s, v, at));
end
$body$;

do $do$
declare
  kind text;
begin
  foreach kind in array array['vector', 'halfvec'] loop
    execute replace($sql$

create type _T_;
create function _T__in(cstring, oid, integer) returns _T_ language internal
  immutable strict parallel safe as 'json_in';
create function _T__out(_T_) returns cstring language internal
  immutable strict parallel safe as 'json_out';
create function _T__recv(internal, oid, integer) returns _T_ language internal
  stable strict parallel safe as 'json_recv';
create function _T__send(_T_) returns bytea language internal
  stable strict parallel safe as 'json_send';
create function _T__typmod_in(cstring[]) returns integer language internal
  immutable strict parallel safe as 'varchartypmodin';
create function _T__typmod_out(integer) returns cstring language internal
  immutable strict parallel safe as 'varchartypmodout';
create type _T_ (
  input = _T__in, output = _T__out, receive = _T__recv, send = _T__send, typmod_in = _T__typmod_in,
  typmod_out = _T__typmod_out, internallength = variable, alignment = int4, storage = external);

create function _T__to_float4(_T_, integer, boolean) returns real[] language sql
  immutable strict parallel safe as $body$
  select ('{' || pg_catalog.btrim($1::text, '[] ') || '}')::real[]
$body$;
create cast (_T_ as real[]) with function _T__to_float4(_T_, integer, boolean) as implicit;

create function array_to__T_(real[], integer, boolean) returns _T_ language plpgsql
  immutable strict parallel safe set search_path = pg_catalog as $body$
begin
  if array_position($1, null) is not null then
    raise 'array must not contain nulls' using errcode = '22004';
  elsif cardinality($1) = 0 then
    raise 'vector must have at least 1 dimension' using errcode = '22000';
  elsif array_ndims($1) <> 1 then
    raise 'array must be 1-D' using errcode = '22000';
  elsif $2 >= 4 and cardinality($1) <> $2 - 4 then
    raise 'expected % dimensions, not %', $2 - 4, cardinality($1) using errcode = '22000';
  end if;
  return ('[' || array_to_string($1, ',') || ']')::@extschema@._T_;
end
$body$;
create cast (real[] as _T_) with function array_to__T_(real[], integer, boolean) as assignment;

create function array_to__T_(double precision[], integer, boolean) returns _T_ language sql
  immutable strict parallel safe as $body$ select @extschema@.array_to__T_($1::real[], $2, $3) $body$;
create cast (double precision[] as _T_)
  with function array_to__T_(double precision[], integer, boolean) as assignment;
create function array_to__T_(integer[], integer, boolean) returns _T_ language sql
  immutable strict parallel safe as $body$ select @extschema@.array_to__T_($1::real[], $2, $3) $body$;
create cast (integer[] as _T_) with function array_to__T_(integer[], integer, boolean) as assignment;
create function array_to__T_(numeric[], integer, boolean) returns _T_ language sql
  immutable strict parallel safe as $body$ select @extschema@.array_to__T_($1::real[], $2, $3) $body$;
create cast (numeric[] as _T_) with function array_to__T_(numeric[], integer, boolean) as assignment;

create function _T_(_T_, integer, boolean) returns _T_ language sql
  immutable strict parallel safe as $body$
  select @extschema@.array_to__T_(@extschema@._T__to_float4($1, -1, false), $2, $3)
$body$;
create cast (_T_ as _T_) with function _T_(_T_, integer, boolean) as implicit;

create function l2_distance(_T_, _T_) returns double precision language sql
  immutable strict parallel safe as $body$ select @extschema@.vector_distance('l2', $1, $2) $body$;
create function inner_product(_T_, _T_) returns double precision language sql
  immutable strict parallel safe as $body$ select @extschema@.vector_distance('ip', $1, $2) $body$;
create function _T__negative_inner_product(_T_, _T_) returns double precision language sql
  immutable strict parallel safe as $body$ select -@extschema@.vector_distance('ip', $1, $2) $body$;
create function cosine_distance(_T_, _T_) returns double precision language sql
  immutable strict parallel safe as $body$ select @extschema@.vector_distance('cos', $1, $2) $body$;
create function l1_distance(_T_, _T_) returns double precision language sql
  immutable strict parallel safe as $body$ select @extschema@.vector_distance('l1', $1, $2) $body$;
create operator <-> (leftarg = _T_, rightarg = _T_, function = l2_distance, commutator = <->);
create operator <#> (
  leftarg = _T_, rightarg = _T_, function = _T__negative_inner_product, commutator = <#>);
create operator <=> (leftarg = _T_, rightarg = _T_, function = cosine_distance, commutator = <=>);
create operator <+> (leftarg = _T_, rightarg = _T_, function = l1_distance, commutator = <+>);

create function vector_dims(_T_) returns integer language sql
  immutable strict parallel safe as $body$ select cardinality($1::real[]) $body$;
create function l2_norm(_T_) returns double precision language sql
  immutable strict parallel safe as $body$
  select pg_catalog.sqrt(@extschema@.vector_distance('ip', $1, $1))
$body$;
create function l2_normalize(_T_) returns _T_ language sql
  immutable strict parallel safe as $body$
  select @extschema@.array_to__T_(pg_catalog.array_agg(
    (case when norm = 0 then 0 else each / norm end)::real order by at), -1, false)
  from @extschema@.l2_norm($1) as norm,
    pg_catalog.unnest($1::real[]) with ordinality as t (each, at)
$body$;
create function subvector(_T_, integer, integer) returns _T_ language sql
  immutable strict parallel safe as $body$
  select @extschema@.array_to__T_(($1::real[])[greatest($2, 1) : $2 + $3 - 1], -1, false)
$body$;
create function _T__combined(_T_, _T_, text) returns _T_ language sql
  immutable strict parallel safe as $body$
  select @extschema@.array_to__T_(pg_catalog.array_agg(
    case $3 when '+' then x + y when '-' then x - y else x * y end order by at), -1, false)
  from @extschema@.vector_checked($1, $2),
    unnest($1::real[], $2::real[]) with ordinality as t (x, y, at)
$body$;
create function _T__add(_T_, _T_) returns _T_ language sql
  immutable strict parallel safe as $body$ select @extschema@._T__combined($1, $2, '+') $body$;
create function _T__sub(_T_, _T_) returns _T_ language sql
  immutable strict parallel safe as $body$ select @extschema@._T__combined($1, $2, '-') $body$;
create function _T__mul(_T_, _T_) returns _T_ language sql
  immutable strict parallel safe as $body$ select @extschema@._T__combined($1, $2, '*') $body$;
create function _T__concat(_T_, _T_) returns _T_ language sql
  immutable strict parallel safe as $body$
  select @extschema@.array_to__T_($1::real[] || $2::real[], -1, false)
$body$;
create operator + (leftarg = _T_, rightarg = _T_, function = _T__add, commutator = +);
create operator - (leftarg = _T_, rightarg = _T_, function = _T__sub);
create operator * (leftarg = _T_, rightarg = _T_, function = _T__mul, commutator = *);
create operator || (leftarg = _T_, rightarg = _T_, function = _T__concat);

create function _T__avg(double precision[]) returns _T_ language sql
  immutable strict parallel safe as $body$
  select case when pg_catalog.cardinality($1) > 0 then
    @extschema@.array_to__T_((
      select pg_catalog.array_agg(each / $1[1] order by at)
      from pg_catalog.unnest($1[2:]) with ordinality as t (each, at)), -1, false) end
$body$;
create function _T__accum(double precision[], _T_) returns double precision[] language sql
  immutable parallel safe as $body$ select @extschema@.vector_sums($1, $2::real[]) $body$;
create aggregate avg(_T_) (
  sfunc = _T__accum, stype = double precision[], finalfunc = _T__avg, initcond = '{}');
create aggregate sum(_T_) (sfunc = _T__add, stype = _T_);

create function _T__cmp(_T_, _T_) returns integer language sql
  immutable strict parallel safe as $body$
  select pg_catalog.btarraycmp($1::real[], $2::real[])
$body$;
create function _T__lt(_T_, _T_) returns boolean language sql
  immutable strict parallel safe as $body$ select $1::real[] < $2::real[] $body$;
create function _T__le(_T_, _T_) returns boolean language sql
  immutable strict parallel safe as $body$ select $1::real[] <= $2::real[] $body$;
create function _T__eq(_T_, _T_) returns boolean language sql
  immutable strict parallel safe as $body$ select $1::real[] = $2::real[] $body$;
create function _T__ne(_T_, _T_) returns boolean language sql
  immutable strict parallel safe as $body$ select $1::real[] <> $2::real[] $body$;
create function _T__ge(_T_, _T_) returns boolean language sql
  immutable strict parallel safe as $body$ select $1::real[] >= $2::real[] $body$;
create function _T__gt(_T_, _T_) returns boolean language sql
  immutable strict parallel safe as $body$ select $1::real[] > $2::real[] $body$;
create operator < (
  leftarg = _T_, rightarg = _T_, function = _T__lt, commutator = >, negator = >=, restrict = scalarltsel);
create operator <= (
  leftarg = _T_, rightarg = _T_, function = _T__le, commutator = >=, negator = >, restrict = scalarlesel);
create operator = (
  leftarg = _T_, rightarg = _T_, function = _T__eq, commutator = =, negator = <>, restrict = eqsel);
create operator <> (
  leftarg = _T_, rightarg = _T_, function = _T__ne, commutator = <>, negator = =, restrict = neqsel);
create operator >= (
  leftarg = _T_, rightarg = _T_, function = _T__ge, commutator = <=, negator = <, restrict = scalargesel);
create operator > (
  leftarg = _T_, rightarg = _T_, function = _T__gt, commutator = <, negator = <=, restrict = scalargtsel);
create operator class _T__ops default for type _T_ using btree as
  operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 _T__cmp(_T_, _T_);

create function _T__hash(_T_) returns integer language internal
  immutable strict parallel safe as 'hashvarlena';
create operator class _T__l2_ops for type _T_ using hnsw as function 1 _T__hash(_T_);
create operator class _T__ip_ops for type _T_ using hnsw as function 1 _T__hash(_T_);
create operator class _T__cosine_ops for type _T_ using hnsw as function 1 _T__hash(_T_);
create operator class _T__l1_ops for type _T_ using hnsw as function 1 _T__hash(_T_);
create operator class _T__l2_ops default for type _T_ using ivfflat as function 1 _T__hash(_T_);
create operator class _T__ip_ops for type _T_ using ivfflat as function 1 _T__hash(_T_);
create operator class _T__cosine_ops for type _T_ using ivfflat as function 1 _T__hash(_T_);

$sql$, '_T_', kind);
  end loop;
end
$do$;

create function vector_norm(vector) returns double precision language sql
  immutable strict parallel safe as $body$ select @extschema@.l2_norm($1) $body$;
create function vector_to_halfvec(vector, integer, boolean) returns halfvec language sql
  immutable strict parallel safe as $body$ select @extschema@.array_to_halfvec($1, $2, $3) $body$;
create function halfvec_to_vector(halfvec, integer, boolean) returns vector language sql
  immutable strict parallel safe as $body$ select @extschema@.array_to_vector($1, $2, $3) $body$;
create cast (vector as halfvec) with function vector_to_halfvec(vector, integer, boolean)
  as assignment;
create cast (halfvec as vector) with function halfvec_to_vector(halfvec, integer, boolean)
  as implicit;
