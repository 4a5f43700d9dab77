/** Windows by its internal version, as NTLM and browsers give it (Microsoft, "Operating System Version"): from 10.0 on it says no more. */
export const windowsVersions: Readonly<Record<string, string>> = {
  "5.0": "Windows 2000",
  "5.1": "Windows XP",
  "5.2": "Windows Server 2003",
  "6.0": "Windows Vista or Server 2008",
  "6.1": "Windows 7 or Server 2008 R2",
  "6.2": "Windows 8 or Server 2012",
  "6.3": "Windows 8.1 or Server 2012 R2",
  "10.0": "Windows 10 or Server 2016, or later",
}
