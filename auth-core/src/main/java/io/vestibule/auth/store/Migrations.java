package io.vestibule.auth.store;

import java.util.List;

/**
 * The steps from an empty database to the tables of this version, for each dialect; the first one leads to version 1.
 * A step that was released is never changed again. Those of H2 can be repeated.
 */
final class Migrations {
  static final List<String> H2 = List.of("""
      create table if not exists vestibule_entry (
        kind varchar(32) not null,
        id varchar(255) not null,
        owner varchar(255) not null,
        content varchar(8000) not null,
        expires bigint not null,
        version bigint not null,
        primary key (kind, id)
      );
      create index if not exists vestibule_entry_owner on vestibule_entry (kind, owner);
      create index if not exists vestibule_entry_expires on vestibule_entry (expires);
      """);

  /** Collation C compares texts byte by byte, whatever the database's own language is. */
  static final List<String> POSTGRESQL = List.of("""
      create table if not exists vestibule_entry (
        kind varchar(32) collate "C" not null,
        id varchar(255) collate "C" not null,
        owner varchar(255) collate "C" not null,
        content varchar(8000) collate "C" not null,
        expires bigint not null,
        version bigint not null,
        primary key (kind, id)
      );
      create index if not exists vestibule_entry_owner on vestibule_entry (kind, owner);
      create index if not exists vestibule_entry_expires on vestibule_entry (expires);
      """);

  private Migrations() {}
}
