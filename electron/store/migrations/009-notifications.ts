/**
 * Device notifications and what people answered (apart, so that Cancel of an import leaves the answers), subnets, and what people arranged of
 * devices: which are one, which are deleted until they are heard again, which addresses are over.
 */
export const notificationTables = `
create table notifications (id text primary key, owner text not null, data text not null) without rowid;
create table notification_answers (
  id text primary key, since real not null, last real not null default 0, answer text not null default '', by text not null default '', at real not null default 0
) without rowid;
create table subnets (id text primary key, owner text not null, data text not null) without rowid;
create table device_joins (gone text primary key, holder text not null, by text not null, at real not null) without rowid;
create table device_deletions (device text primary key, last_seen real not null, by text not null, at real not null) without rowid;
create table retired_addresses (device text not null, address text not null, by text not null, at real not null, primary key (device, address)) without rowid;
`
