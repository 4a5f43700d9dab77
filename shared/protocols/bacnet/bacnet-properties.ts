/** Names of properties: ANSI/ASHRAE 135-2020 clause 21, BACnetPropertyIdentifier. "?": a number that was never given or was taken back. */
import { laterProperties } from "./bacnet-later-properties.ts"

/** From 0 on. */
const properties = `
  acked-transition ack-required action action-text active-text active-vt-session alarm-value alarm-values all
  all-writes-successful apdu-segment-timeout apdu-timeout application-software-version archive bias
  change-of-state-count change-of-state-time notification-class ? controlled-variable-reference
  controlled-variable-units controlled-variable-value cov-increment datelist daylights-savings-status deadband
  derivative-constant derivative-constant-units description description-of-halt device-address-binding device-type
  effective-period elapsed-active-time error-limit event-enable event-state event-type exception-schedule
  fault-values feedback-value file-access-method file-size file-type firmware-revision high-limit inactive-text
  in-process instance-of integral-constant integral-constant-units issue-confirmed-notifications limit-enable
  list-of-group-members list-of-object-property-references list-of-session-keys local-date local-time location
  low-limit manipulated-variable-reference maximum-output max-apdu-length-accepted max-info-frames max-master
  max-pres-value minimum-off-time minimum-on-time minimum-output min-pres-value model-name modification-date
  notify-type number-of-apdu-retries number-of-states object-identifier object-list object-name
  object-property-reference object-type optional out-of-service output-units event-parameters polarity present-value
  priority priority-array priority-for-writing process-identifier program-change program-location program-state
  proportional-constant proportional-constant-units protocol-conformance-class protocol-object-types-supported
  protocol-services-supported protocol-version read-only reason-for-halt recipient recipient-list reliability
  relinquish-default required resolution segmentation-supported setpoint setpoint-reference state-text status-flags
  system-status time-delay time-of-active-time-reset time-of-state-count-reset time-synchronization-recipients units
  update-interval utc-offset vendor-identifier vendor-name vt-class-supported weekly-schedule attempted-samples
  average-value buffer-size client-cov-increment cov-resubscription-interval current-notify-time event-time-stamp
  log-buffer log-device-object-property enable log-interval maximum-value minimum-value notification-threshold
  previous-notify-time protocol-revision records-since-notification record-count start-time stop-time stop-when-full
  total-record-count valid-samples window-interval window-samples maximum-value-time-stamp minimum-value-time-stamp
  variance-value active-cov-subscriptions backup-failure-timeout configuration-files database-revision
  direct-reading last-restore-time maintenance-required member-of mode operation-expected setting silenced
  tracking-value zone-members life-safety-alarm-values max-segments-accepted profile-name auto-slave-discovery
  manual-slave-address-binding slave-address-binding slave-proxy-enable last-notify-record schedule-default
  accepted-modes adjust-value count count-before-change count-change-time cov-period input-reference
  limit-monitoring-interval logging-object logging-record prescale pulse-rate scale scale-factor update-time
  value-before-change value-set value-change-time align-intervals group-member-names interval-offset
  last-restart-reason logging-type member-status-flags notification-period previous-notify-record
  requested-update-interval restart-notification-recipients time-of-device-restart time-synchronization-interval
  trigger utc-time-synchronization-recipients node-subtype node-type structured-object-list subordinate-annotations
  subordinate-list actual-shed-level duty-window expected-shed-level full-duty-baseline node-subtype node-type
  requested-shed-level shed-duration shed-level-descriptions shed-levels state-description ? ? ? door-alarm-state
  door-extended-pulse-time door-members door-open-too-long-time door-pulse-time door-status door-unlock-delay-time
  lock-status masked-alarm-values secured-status`
  .trim()
  .split(/\s+/)

/** The first number of the second list. */
const LATER = 244

export function bacnetPropertyName(property: number): string | undefined {
  const name = property < LATER ? properties[property] : laterProperties[property - LATER]
  return name === "?" ? undefined : name
}
