/** Accounts get profiles, sessions their origin, and what people and the sensor did becomes events. */
export const peopleAndEvents = `
alter table users add column first_name text not null default '';
alter table users add column last_name text not null default '';
alter table users add column email text not null default '';
alter table users add column enabled integer not null default 1;
alter table users add column created_at real not null default 0;
alter table users add column last_sign_in real not null default 0;
alter table sessions add column id text not null default '';
alter table sessions add column origin text not null default '';
alter table sessions add column program text not null default '';
alter table sessions add column since real not null default 0;
create table events (place integer primary key, at real not null, kind text not null, title text not null, text text not null, who text not null, origin text not null);
create index events_kind on events (kind, place);
create table acknowledged (user text not null, message text not null, raised_at real not null, primary key (user, message)) without rowid;
create table raised (message text primary key, at real not null) without rowid;
`
