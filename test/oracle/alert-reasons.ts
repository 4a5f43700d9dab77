/** Why real captures raise what they raise while the sensor learns: by kind of alert, in a sentence or two. */
export const reasons: Readonly<Record<string, string>> = {
  "an-s7-stop-plc-command-was-sent":
    "The captures hold the stop function (0x29) or, over S7comm-plus, a write of the state of operation; tshark names it alike.",
  "bacnet-operation-failed":
    "The device answers with an error, a reject or an abort PDU; the oracle counts the same exceptions.",
  "controller-reset":
    "A reset of the identity object, a reinitialisation of BACnet, or an equal command of its protocol, as the capture's name mostly says.",
  "controller-stop":
    "The message names the stop of a controller or of a program; each capture was made to show it, or shows a maintenance session.",
  "device-failed-to-receive-a-dynamic-ip-address": "The server answers a request with DHCPNAK.",
  "device-is-suspected-to-be-disconnected-unresponsive":
    "The server answered before, and then eight or more requests in a row within five minutes had no answer in the capture.",
  "ethernet-ip-cip-service-request-failed":
    "The general status of the answer is not success; the oracle counts the same exceptions.",
  "ethernet-ip-encapsulation-protocol-command-failed": "The encapsulation's own status says an error.",
  "event-buffer-overflow-in-outstation": "The outstation sets IIN2.3.",
  "excessive-number-of-sessions":
    "One computer asks another for fifty connections or more within a minute: penetration tests, and recordings that open one connection for each message.",
  "excessive-login-attempts": "Twenty sign-ins or more within a minute: recordings of guessing.",
  "firmware-update":
    "The capture holds the transfer of firmware (CIP class 0xA1) or Modbus function 125, made for these captures.",
  "function-code-not-supported-by-outstation": "The outstation sets IIN2.0.",
  "illegal-bacnet-message": "The device answers with a reject or an abort.",
  "illegal-dnp3-operation":
    "The master's message contradicts its own lengths: fuzzed captures, and captures made to show it.",
  "illegal-ip-address": "Fuzzed and damaged captures whose source addresses are group addresses or of class E.",
  "incorrect-parameter-sent-to-outstation": "The outstation sets IIN2.2.",
  "malware-test-file-detected-eicar-av-success":
    "The capture holds the test file: over SMB in segments of odd sizes, and in a frame of HTTP/2.",
  "mms-service-request-failed": "The server answers with a confirmed error.",
  "modbus-exception": "The server answers with an exception; the oracle counts the same exceptions.",
  "opc-ua-service-request-failed": "The service result is bad, or the answer is a service fault.",
  "outstation-restarted": "The master sends a cold or warm restart.",
  "outstation-restarts-frequently": "Two restarts or more within ten minutes: test sequences.",
  "outstations-configuration-changed":
    "The HART device says that its configuration was changed since it was asked last.",
  "outstations-corrupted-configuration-detected": "The outstation sets IIN2.5.",
  "plc-operating-mode-changed": "The controller says another mode than before within the capture.",
  "port-scan-detected": "A penetration test scans a computer.",
  "suspicion-of-hardware-problems-in-outstation":
    "The outstation sets IIN1.6, or the field device its malfunction bit.",
  "suspicion-of-remote-code-execution-with-psexec":
    "The capture holds a session of PsExec: the service is copied to the target and removed again.",
  "unknown-object-sent-to-outstation": "The outstation sets IIN2.1.",
}
