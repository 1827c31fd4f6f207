insert into channels (slug) values ('general'), ('random');
