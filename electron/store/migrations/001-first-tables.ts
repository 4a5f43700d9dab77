/** The first tables. `owner` is the import that wrote a row last; what it overwrote of others is kept in `undo` until it is done, so that Cancel can take it back. */
export const firstTables = `
create table imports (
  id text primary key, place integer not null, file text not null, path text not null, staged integer not null, print text not null,
  state text not null, added_at real not null, added_by text not null, size integer not null, progress integer not null default 0,
  applied integer not null default 0, taking_back integer not null default 0, sha256 text not null default '',
  facts text not null default '{}', accounting text not null default '{}', message text not null default '', seconds real not null default 0,
  hidden integer not null default 0
);
create index imports_sha256 on imports (sha256);
create table devices (id text primary key, owner text not null, data text not null) without rowid;
create table claims (id text primary key, owner text not null, data text not null) without rowid;
create table connections (id text primary key, owner text not null, client text not null, server text not null, data text not null) without rowid;
create index connections_client on connections (client);
create index connections_server on connections (server);
create table series (connection text not null, grain integer not null, block integer not null, owner text not null, data blob not null, primary key (connection, grain, block)) without rowid;
create table evidence (place integer primary key, import text not null, frame integer not null, link_type integer not null, time real not null, wire_length integer not null, bytes blob not null, unique (import, frame));
create table undo (import text not null, part text not null, key text not null, data blob, extra text, primary key (import, part, key)) without rowid;
create table checkpoint (one integer primary key check (one = 1), state blob not null);
create table totals (name text primary key, value real not null) without rowid;
create table edits (device text primary key, data text not null, by text not null, at real not null) without rowid;
create table pins (device text primary key, x real not null, y real not null) without rowid;
create table users (name text primary key, role text not null, hash text not null, must_change integer not null) without rowid;
create table sessions (hash text primary key, user text not null, seen_at real not null) without rowid;
create table preferences (user text not null, name text not null, value text not null, primary key (user, name)) without rowid;
create table views (id text primary key, tool text not null, name text not null, value text not null, by text not null) without rowid;
create table audit (place integer primary key, at real not null, who text not null, origin text not null, method text not null, subject text not null);
create table settings (name text primary key, value text not null) without rowid;
`
