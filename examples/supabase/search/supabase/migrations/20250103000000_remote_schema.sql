-- As it is pulled from a hosted project.
drop extension if exists "pg_net";
create extension if not exists "pgsodium" with schema "pgsodium";
create extension if not exists "hypopg" with schema "extensions";

drop trigger if exists "prefixes_create_hierarchy" on "storage"."prefixes";
revoke select on table "storage"."prefixes" from "anon";
revoke select on table "storage"."iceberg_namespaces" from "anon";
revoke delete on table "storage"."iceberg_tables" from "service_role";
CREATE TRIGGER enforce_bucket_name_length_trigger BEFORE INSERT OR UPDATE OF name ON storage.buckets FOR EACH ROW EXECUTE FUNCTION storage.enforce_bucket_name_length();
CREATE TRIGGER objects_delete_delete_prefix AFTER DELETE ON storage.objects FOR EACH ROW EXECUTE FUNCTION storage.delete_prefix_hierarchy_trigger();
CREATE TRIGGER objects_insert_create_prefix BEFORE INSERT ON storage.objects FOR EACH ROW EXECUTE FUNCTION storage.objects_insert_prefix_trigger();
CREATE TRIGGER update_objects_updated_at BEFORE UPDATE ON storage.objects FOR EACH ROW EXECUTE FUNCTION storage.update_updated_at_column();
CREATE TRIGGER protect_buckets_delete BEFORE DELETE ON storage.buckets FOR EACH STATEMENT EXECUTE FUNCTION storage.protect_delete();
CREATE TRIGGER protect_objects_delete BEFORE DELETE ON storage.objects FOR EACH STATEMENT EXECUTE FUNCTION storage.protect_delete();

insert into storage.buckets (id, name) values ('files', 'files');
insert into storage.objects (bucket_id, name) values ('files', 'a/b.png');
select pgsodium.create_key(name := 'emergency_contacts');
