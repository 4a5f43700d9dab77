/** Intelligence packs and what they name. Of packs that were replaced, the threats stay while a capture that was begun with them is read. */
export const packTables = `
create table packs (id text primary key, data text not null, active integer not null) without rowid;
create table threats (
  pack text not null, what text not null, value text not null, source text not null, suspicion integer not null,
  primary key (pack, what, value)
) without rowid;
`
