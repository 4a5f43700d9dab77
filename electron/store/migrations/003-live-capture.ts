/** How far live capture was read: one segment at a time, whose batches a replay makes again. */
export const liveCapture = `
create table live (one integer primary key check (one = 1), data text not null);
`
