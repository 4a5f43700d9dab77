/** Where functions reach: one row for each connection, as it is told with its batch. */
export const placesTable = `
create table places (id text primary key, owner text not null, data text not null) without rowid;
`
