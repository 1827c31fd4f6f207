this is no migration
