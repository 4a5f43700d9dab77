/** The user's own rules, and by hour how often each matched. Hits of an owner are its own until it is at its end; then they are nobody's ("") and add up. */
export const rulesTables = `
create table rules (id text primary key, data text not null, version integer not null, by text not null, changed_at real not null) without rowid;
create table rule_hits (
  rule text not null, hour integer not null, owner text not null, hits integer not null, last real not null,
  primary key (rule, hour, owner)
) without rowid;
create index rule_hits_owner on rule_hits (owner);
`
