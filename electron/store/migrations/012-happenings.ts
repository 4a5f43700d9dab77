/** What happened between two devices: sign-ins, files, sessions from afar, names asked for. A row for what happens again and again. */
export const happeningsTable = `
create table happenings (id text primary key, owner text not null, data text not null) without rowid;
create index happenings_client on happenings (json_extract(data, '$.client'));
create index happenings_server on happenings (json_extract(data, '$.server'));
create index happenings_last on happenings (json_extract(data, '$.kind'), json_extract(data, '$.lastSeen'));
`
