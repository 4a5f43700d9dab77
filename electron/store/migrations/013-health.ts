/** What was measured of each capture itself. Captures that were read before have no row. */
export const healthTable = `
create table health (capture text not null, segment integer not null, data text not null, primary key (capture, segment)) without rowid;
`
