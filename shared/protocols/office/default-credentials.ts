/**
 * User and password as makers deliver their devices, from what they and others published: product manuals of the makers named; CISA's ICS-ALERT-11-346-01
 * (Schneider Quantum), CVE-2010-2772 (Siemens WinCC); the SCADAPASS list of SCADA StrangeLove; RFC 1157's and every maker's communities.
 * One maker a line: "user:password user:password". They are compared in memory, and only that one fitted is told.
 */
const delivered: Readonly<Record<string, string>> = {
  "several makers":
    "admin:admin admin:password admin:1234 admin:12345 admin:123456 admin: root:root root:admin root:password root:1234 root: user:user guest:guest guest: " +
    "administrator:administrator administrator:password administrator: operator:operator support:support supervisor:supervisor service:service test:test admin:default",
  "Schneider Electric":
    "USER:USER USERUSER:USERUSER sysdiag:factorycast@schneider pcfactory:pcfactory loader:fwdownload ntpupdate:ntpupdate test:testingpw webserver:webpages fdrusers:sresurdf nic2212:poiuypoiuy",
  Siemens: "WinCCConnect:2WSXcder",
  "Rockwell Automation": "administrator:ml1100 administrator:ml1400 guest:guest1 admin:switch",
  WAGO: "admin:wago root:wago",
  "Phoenix Contact": "admin:private admin:mGuard",
  Hirschmann: "admin:private user:public",
  Moxa: "admin:moxa",
  Beckhoff: "Administrator:1",
  Westermo: "admin:westermo",
  GarrettCom: "manager:manager",
  "Digi International": "root:dbps",
  "Emerson ROC": "LOI:1000",
  Tridium: "tridium:niagara",
  Axis: "root:pass",
  Ubiquiti: "ubnt:ubnt",
  Cisco: "cisco:cisco admin:cisco",
  "Raspberry Pi": "pi:raspberry",
  Oracle: "scott:tiger system:manager sys:change_on_install",
  "Microsoft SQL Server": "sa: sa:sa",
  MySQL: "mysql:mysql",
  PostgreSQL: "postgres:postgres postgres:",
}

/** Communities of SNMP have no user. */
export const usualCommunities: ReadonlySet<string> = new Set(["public", "private"])

const known: ReadonlySet<string> = new Set(
  Object.values(delivered)
    .flatMap((pairs) => pairs.trim().split(/ +/))
    .map((pair) => {
      const colon = pair.indexOf(":")
      return `${pair.slice(0, colon).toLowerCase()}:${pair.slice(colon + 1)}`
    }),
)

/** Names are compared in any case, passwords as they are. */
export const isDelivered = (user: string, password: string): boolean => known.has(`${user.toLowerCase()}:${password}`)
