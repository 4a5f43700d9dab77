/** The terms and conditions that are accepted at activation. A change of the text needs a new version: who accepted which is recorded. */

export const terms = {
  version: "2026-11",
  text: `Terms and conditions of using Plantwarden (version 2026-11)

1. What you may do
You may run this sensor on the network named in its activation, for as long as your subscription lasts. You may make copies of the site folder for safekeeping. The program itself is published under the Apache License 2.0; these terms do not take away any right that licence gives you.

2. Only with permission
Listening to a network can be restricted by law and by agreements with employees. You confirm that the operator of the network has allowed you to connect this sensor and to record its traffic.

3. What the sensor does
It listens. It sends nothing into the network that it monitors. What it finds are hints, made to help people decide; it does not replace the safety systems of the plant, and it can miss things. Do not let it be the only protection of people, machines or the environment.

4. Your data
What the sensor records stays in its site folder. It leaves this computer only where you switch on sharing: with a management console, with the forwarding targets you set up, or, in the cloud-connected mode, with the endpoint named in your activation file.

5. When the activation ends
Your data, the detections and signing in go on as before. Stopped are intelligence updates, sharing with the cloud and sharing with a management console, until a new activation is uploaded.

6. What is recorded about you
The sensor keeps who accepted these terms, when, and in which version, together with the activation file that was used.

7. Warranty and liability
The program comes as it is, without warranty of any kind, as sections 7 and 8 of the Apache License 2.0 say. Where the law does not allow such an exclusion, the law applies.`,
} as const
