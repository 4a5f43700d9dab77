/**
 * Alerts with what people made of them, verdicts over traffic, exclusions, and the timeline as part of the events.
 * Of an alert, `status` and what follows belong to people: Cancel of an import leaves them as they are. Statuses: 0 new, 1 active, 2 closed.
 */
export const alertTables = `
create table alerts (
  place integer primary key, id text not null unique, owner text not null, key text not null, ordinal integer not null,
  kind text not null, title text not null, engine text not null, protocol text not null,
  source text not null, source_address text not null, target text not null, target_address text not null, message text not null,
  first real not null, last real not null, count integer not null,
  status integer not null default 0, closed_by text not null default '', severity integer not null,
  severity_edited integer not null default 0, comments integer not null default 0,
  unique (key, ordinal)
);
create index alerts_last on alerts (last);
create index alerts_first on alerts (first);
create index alerts_severity on alerts (severity, last);
create index alerts_groups on alerts (status, severity, engine, kind);
create index alerts_kind on alerts (kind, last);
create index alerts_source on alerts (source, target, status);
create index alerts_target on alerts (target, status);
create table alert_lines (id text primary key, owner text not null, data text not null) without rowid;
create table alert_comments (place integer primary key, alert text not null, at real not null, by text not null, text text not null);
create index alert_comments_alert on alert_comments (alert);
create table verdicts (
  key text primary key, verdict text not null, kind text not null, protocol text not null,
  source text not null, source_address text not null, target text not null, target_address text not null,
  by text not null, at real not null, hits integer not null default 0, last_hit real not null default 0, told integer not null default 0, lines text not null default '[]'
) without rowid;
create table exclusions (
  id text primary key, data text not null, by text not null, changed_at real not null, hits integer not null default 0, last_hit real not null default 0
) without rowid;
create table newcomers (device text primary key, owner text not null) without rowid;
alter table imports add column policy text not null default '';
alter table events add column code text not null default 'USER_OPERATION';
alter table events add column severity integer not null default 0;
alter table events add column source text not null default '';
alter table events add column source_address text not null default '';
alter table events add column target text not null default '';
alter table events add column target_address text not null default '';
alter table events add column protocol text not null default '';
alter table events add column alert text not null default '';
alter table events add column frame integer not null default 0;
alter table events add column capture text not null default '';
alter table events add column owner text not null default '';
update events set code = 'USER_LOGIN' where kind = 'sign-in';
create index events_at on events (at, place);
`
