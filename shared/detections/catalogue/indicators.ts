/**
 * What gives malware away on the network, each as it was published: nothing here is our own finding. Addresses of servers are left
 * out: they change hands. So are names of web sites that had only been broken into.
 */

/** Where an indicator is looked for. */
export const indicatorPlaces = {
  /** A name asked for, or the host of a request: the name itself or one below it. */
  domain: "Domain name",
  /** What the path of an HTTP request ends in, without its query. */
  "url-path": "Path of a web address",
  /** Within path and query of an HTTP request. */
  url: "Part of a web address",
  /** The whole user agent. */
  "user-agent": "User agent",
  /** The name of a cookie that the client sends. */
  cookie: "Cookie",
  /** Within what an HTTP request or answer carries. */
  "http-body": "Content of a web page or form",
  /** A file or pipe that is opened over SMB: the last part of its path, in any case. */
  "smb-name": "File or pipe over Windows file sharing",
  /** The interface that a DCE/RPC client binds to. */
  "rpc-interface": "Interface of remote procedure calls",
  /** Hexadecimal, "??" for any byte. */
  bytes: "Bytes",
} as const

export type IndicatorPlace = keyof typeof indicatorPlaces

export type Indicator = {
  /** The id of an alert. */
  readonly kind: string
  readonly what: IndicatorPlace
  readonly value: string
  /** Further text that follows in the same place, in this order. */
  readonly then?: readonly string[]
  /** It is something else where one of these fits in the same place. */
  readonly unless?: readonly string[]
  /** Only for bytes. */
  readonly where?: {
    readonly over: "tcp" | "udp" | "smb" | "icmp"
    /** Who sends them. */
    readonly by: "client" | "server" | "either"
    /** Bytes from the beginning of the sender's stream (tcp), of the packet (udp, icmp) or of the message with its length in front (smb); anywhere if absent. */
    readonly at?: number
    /** Length in bytes of the packet that holds them, no more and no less. */
    readonly length?: number
    /** Length in bytes of what the other side sent before, all together. */
    readonly afterLength?: number
  }
  /** Publisher, title, year. */
  readonly source: string
}

const any = (bytes: number): string => "??".repeat(bytes)
const ascii = (text: string): string =>
  Array.from(text, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("")

const blackEnergy = "suspicion-of-malicious-activity-blackenergy"
const darkComet = "suspicion-of-malicious-activity-darkcomet"
const duqu = "suspicion-of-malicious-activity-duqu"
const flame = "suspicion-of-malicious-activity-flame"
const havex = "suspicion-of-malicious-activity-havex"
const lightsOut = "suspicion-of-malicious-activity-lightsout"
const regin = "suspicion-of-malicious-activity-regin"
const stuxnet = "suspicion-of-malicious-activity-stuxnet"
const wannaCry = "suspicion-of-malicious-activity-wannacry"
const conficker = "suspicion-of-conficker-malware"
const doublePulsar = "invalid-smb-message-doublepulsar-backdoor-implant"

const each = (kind: string, what: IndicatorPlace, source: string, values: readonly string[]): readonly Indicator[] =>
  values.map((value) => ({ kind, what, value, source }))

/** An SMB version 1 message behind its length of 4 bytes: "\xffSMB", command 0x32 (transaction 2). */
const TRANSACTION = `${ascii("\xffSMB")}32`
/** From its end (offset 9) to the multiplex id (offset 34). */
const TO_MULTIPLEX = any(25)
/** A request without an error, with this multiplex id and the subcommand that no server carries out (0x000e, session setup, offset 65). */
const unknownSubcommand = (multiplex: string): string => `${TRANSACTION}00000000${any(21)}${multiplex}${any(29)}0e00`

const SANDWORM = "hosom, bro-sandworm signatures, 2014; Emerging Threats Open, sid 2019461 to 2019465, 2014"
const F_SECURE_BLACKENERGY = "F-Secure, BlackEnergy & Quedagh, 2014; Emerging Threats Open, sid 2019281, 2014"
const KASPERSKY_DUQU_2 = "Kaspersky Lab, The Duqu 2.0, 2015; Emerging Threats Open, sid 2021230 to 2021242, 2015"
const CRYSYS = "CrySyS Lab, sKyWIper (a.k.a. Flame a.k.a. Flamer), 2012"
const CISCO_LIGHTSOUT =
  "Cisco, Watering-Hole Attacks Target Energy Sector, 2013; Emerging Threats Open, sid 2017530 to 2017543, 2013"
const REGIN =
  "Symantec, Regin: Top-tier Espionage Tool Enables Stealthy Surveillance, 2014; Snort, sid 32622 to 32624, 2014"
const STUXNET = "Symantec, W32.Stuxnet Dossier, 2010"
const COUNTERCEPT = "Countercept, doublepulsar-detection-script, Snort rules sid 1618008 to 1618010, 2017"
const DARKCOMET =
  "Emerging Threats Open, DarkComet-RAT init connection and join acknowledgement, sid 2013283 and 2013284"

export const indicators: readonly Indicator[] = [
  ...each(blackEnergy, "url", SANDWORM, [
    "/YXJyYWtpczAy/",
    "/aG91c2VhdHJlaWRlczk0/",
    "/QmFzaGFyb2Z0aGVTYXJkYXVrYXJz/",
    "/U2FsdXNhU2VjdW5kdXMy/",
    "/ZXBzaWxvbmVyaWRhbmkw/",
  ]),
  {
    kind: blackEnergy,
    what: "url-path",
    value: "/dirconf/check.php",
    source: "F-Secure, weblog entry 2721, 2014; Emerging Threats Open, sid 2019412, 2014",
  },
  {
    kind: blackEnergy,
    what: "http-body",
    value: "id=",
    then: ["&bid=", "&dv=", "&dpv="],
    source: F_SECURE_BLACKENERGY,
  },

  {
    kind: darkComet,
    what: "bytes",
    value: ascii("BF7CAB464EFB"),
    where: { over: "tcp", by: "server", at: 0, length: 12 },
    source: "silence-is-best, c2db (traffic of DarkComet), GitHub",
  },
  {
    kind: darkComet,
    what: "bytes",
    value: ascii("8EA4AB05FA7E"),
    where: { over: "tcp", by: "server", at: 0, length: 12 },
    source: DARKCOMET,
  },

  {
    kind: duqu,
    what: "domain",
    value: "kasperskychk.dyndns.org",
    source: "Dell SecureWorks, Duqu Trojan Questions and Answers, 2011",
  },
  {
    kind: duqu,
    what: "bytes",
    value: ascii("romanian.antihacker"),
    where: { over: "tcp", by: "client" },
    source: KASPERSKY_DUQU_2,
  },
  ...each(duqu, "smb-name", KASPERSKY_DUQU_2, [
    "{AAFFC4F0-E04B-4C7C-B40A-B45DE971E81E}",
    "{AB6172ED-8105-4996-9D2A-597B5F827501}",
    "{0710880F-3A55-4A2D-AA67-1123384FD859}",
    "{6C51A4DB-E3DE-4FEB-86A4-32F7F8E73B99}",
    "{7F9BCFC0-B36B-45EC-B377-D88597BE5D78}",
    "{57D2DE92-CE17-4A57-BFD7-CD3C6E965C6A}",
  ]),

  ...each(flame, "domain", `${CRYSYS}; Snort, sid 23020 to 23023 and 23025, 2012`, [
    "traffic-spot.com",
    "traffic-spot.biz",
    "smart-access.net",
    "quick-net.info",
    "dnslocation.info",
  ]),
  {
    kind: flame,
    what: "user-agent",
    value: "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; .NET CLR 1.1.2150)",
    source: `${CRYSYS}; Emerging Threats Open, sid 2014818, 2012`,
  },
  {
    kind: flame,
    what: "http-body",
    value: "UNIQUE_NUMBER=",
    then: ["&PASSWORD=", "&ACTION="],
    source: "Cuckoo Sandbox, Cuckoo in Flame, 2012; Emerging Threats Open, sid 2014822, 2012",
  },

  {
    kind: havex,
    what: "http-body",
    value: "<!--havexhavex-->",
    source: "F-Secure, Havex Hunts for ICS/SCADA Systems, 2014; Emerging Threats Open, sid 2018243, 2014",
  },
  {
    kind: havex,
    what: "url",
    value: ".php?id=",
    then: ["&v1=", "&v2=", "&q=45474bca5c3a10c8e94e56543c2bd"],
    source: "Snort, MALWARE-CNC Win.Backdoor.Havex outbound connection attempt, sid 32513, 2014",
  },
  ...each(havex, "domain", "Snort, requests for known malware domains (HAVEX RAT), sid 31249, 31250 and 31252, 2014", [
    "pekanin.freevar.com",
    "simpsons.freesexycomics.com",
    "toons.freesexycomics.com",
  ]),

  {
    kind: "suspicion-of-malicious-activity-karagany",
    what: "http-body",
    value: "work:",
    then: ["|downexec ", ".jpg;"],
    source:
      "Symantec, Dragonfly: Cyberespionage Attacks Against Energy Suppliers, 2014; Emerging Threats Open, sid 2018629, 2014",
  },

  ...each(lightsOut, "url-path", CISCO_LIGHTSOUT, [
    "/inden2i.html",
    "/inden2i.php",
    "/info3i.html",
    "/info3i.php",
    "/negc.html",
    "/negq.html",
    "/leks.html",
    "/leks.jar",
    "/stoq.jar",
    "/gami.html",
    "/gami.jar",
    "/erno_rfq.html",
  ]),

  {
    kind: "suspicion-of-malicious-activity-poison-ivy",
    what: "bytes",
    // The length of the code that follows, little-endian; before it 256 bytes each way prove the password.
    value: "d0150000",
    where: { over: "tcp", by: "server", at: 256, afterLength: 256 },
    source:
      "FireEye, Poison Ivy: Assessing Damage and Extracting Intelligence, 2013; FireEye and MITRE, ChopShop module poisonivy_23x, 2013; Emerging Threats, sid 2008380 and 2008381",
  },

  ...each(regin, "cookie", REGIN, ["WINKER", "AST.NET_SessionId"]),
  {
    kind: regin,
    what: "bytes",
    // A word of four letters, twice.
    value: "73686974",
    then: ["73686974"],
    where: { over: "icmp", by: "either" },
    source: REGIN,
  },

  ...each(stuxnet, "domain", STUXNET, ["mypremierfutbol.com", "todaysfutbol.com"]),
  {
    kind: stuxnet,
    what: "url",
    value: "/index.php?data=66a96e28",
    source: "Zscaler, LNK (CVE-2010-2568) Stuxnet incident, 2010; Emerging Threats Open, sid 2011300, 2010",
  },

  {
    kind: wannaCry,
    what: "domain",
    value: "iuqerfsodp9ifjaposdfjhgosurijfaewrwergwea.com",
    source: "Microsoft, WannaCrypt ransomware worm targets out-of-date systems, 2017",
  },
  {
    kind: wannaCry,
    what: "domain",
    value: "ifferfsodp9ifjaposdfjhgosurijfaewrwergwea.com",
    source: "UK National Cyber Security Centre, Ransomware: guidance for enterprise administrators, 2017",
  },

  {
    kind: conficker,
    what: "domain",
    value: "trafficconverter.biz",
    source:
      "Microsoft, Worm:Win32/Conficker.A, 2008; SRI International, An Analysis of Conficker's Logic and Rendezvous Points, 2009",
  },

  {
    kind: doublePulsar,
    what: "bytes",
    // Multiplex id 0x51 (81) in the answer where the question had 0x41; 0x52 answers an injection that worked.
    value: `${TRANSACTION}${TO_MULTIPLEX}5100`,
    where: { over: "smb", by: "server", at: 4 },
    source: COUNTERCEPT,
  },
  {
    kind: doublePulsar,
    what: "bytes",
    value: `${TRANSACTION}${TO_MULTIPLEX}5200`,
    where: { over: "smb", by: "server", at: 4 },
    source: COUNTERCEPT,
  },
  {
    kind: doublePulsar,
    what: "bytes",
    value: unknownSubcommand("4100"),
    where: { over: "smb", by: "client", at: 4 },
    source: "Snort, MALWARE-CNC Win.Trojan.Doublepulsar variant ping command, 2017",
  },

  {
    kind: "suspicion-of-notpetya-malware-illegal-smb-parameters-detected",
    what: "smb-name",
    value: "perfc.dat",
    source:
      "Positive Technologies, AttackDetection sid 10001443 (Petya ransomware perfc.dat component), 2017; CrowdStrike, NotPetya Technical Analysis, 2017",
  },
  {
    kind: "suspicion-of-notpetya-malware-illegal-smb-transaction-detected",
    what: "bytes",
    value: unknownSubcommand("????"),
    unless: [unknownSubcommand("4100"), unknownSubcommand("4200")],
    where: { over: "smb", by: "client", at: 4 },
    source: "Positive Technologies, AttackDetection sid 10001254 and 10001256 (ETERNALBLUE: WannaCry, Petya), 2017",
  },

  {
    kind: "suspicion-of-remote-code-execution-with-psexec",
    what: "smb-name",
    value: "PSEXESVC.EXE",
    source:
      "Emerging Threats Open, PsExec service created, sid 2010781; Positive Technologies, AttackDetection sid 10001444",
  },
  {
    kind: "suspicion-of-remote-windows-service-management",
    what: "smb-name",
    value: "svcctl",
    source: "Microsoft, [MS-SCMR]: Service Control Manager Remote Protocol, section 2.1",
  },
  {
    kind: "suspicion-of-remote-windows-service-management",
    what: "rpc-interface",
    value: "367abb81-9844-35f1-ad32-98f038001003",
    source: "Microsoft, [MS-SCMR]: Service Control Manager Remote Protocol, section 1.9",
  },
  ...(["tcp", "udp"] as const).map((over): Indicator => ({
    kind: "malware-test-file-detected-eicar-av-success",
    what: "bytes",
    // In hexadecimal, so that no scanner takes this file for the test file.
    value:
      "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a",
    where: { over, by: "either" },
    source: "EICAR, The Anti-Malware Testfile, 2003",
  })),
]
