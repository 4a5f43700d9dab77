/**
 * What is normal: one row for each thing that was met or that people said. States: 0 learned, 1 allowed, 2 imported, 3 departed from the
 * baseline, 4 removed from it. `first` is 0 where it was not seen yet. Edits are kept in order: the engine follows them by number.
 */
export const baselineTables = `
create table baseline (
  id text primary key, owner text not null, sort text not null, who text not null, whom text not null, protocol text not null,
  what text not null, place text not null, name text not null, low real not null, high real not null, minutes integer not null,
  first real not null, state integer not null, by text not null default '', at real not null default 0,
  source text not null default '', why text not null default ''
) without rowid;
create index baseline_order on baseline (sort, who, whom, protocol, what, place);
create index baseline_state on baseline (state, sort);
create index baseline_whom on baseline (whom);
create table learned_time (owner text not null, first real not null, last real not null, primary key (owner, first)) without rowid;
insert into learned_time select owner, first, last from covered;
create table baseline_edits (
  number integer primary key autoincrement, deed integer not null, at real not null, by text not null, change text not null,
  entries text not null, before text not null, undone integer not null default 0
);
`
