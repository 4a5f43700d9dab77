/**
 * Traffic over time by who talks to whom, with functions and times; what was listened to; dashboards, reports and snapshots.
 * `step` is the minute that a step begins at, since 1970 UTC. Keys of measures are sharded, so that a commit writes what changed.
 */
export const measuresTables = `
create table talks (id integer primary key, owner text not null, client text not null, server text not null, client_address text not null, server_address text not null, vlan integer not null, transport text not null, port integer not null, protocol text not null, sent_to text not null);
create table talk_functions (id integer primary key, owner text not null, talk integer not null, protocol text not null, key text not null, name text not null);
create table measures (place integer primary key, grain integer not null, part integer not null, step integer not null, shard integer not null, owner text not null, data blob not null, unique (grain, part, step, shard));
create index measures_owner on measures (owner);
create table covered (owner text not null, first real not null, last real not null, primary key (owner, first)) without rowid;
create table drops (grain integer not null, reason text not null, steps integer not null, last real not null, at real not null, primary key (grain, reason)) without rowid;
create table dashboards (id text primary key, name text not null, value text not null, by text not null, changed_at real not null) without rowid;
create table reports (id text primary key, name text not null, value text not null, by text not null, changed_at real not null) without rowid;
create table snapshots (id text primary key, report text not null, name text not null, value text not null, by text not null, made_at real not null) without rowid;
`
